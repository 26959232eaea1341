using System.Security.Cryptography;
using System.Text;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>New names for the volumes of machines that get new names, so that a copy beside its original has disks of its own.</summary>
/// <remarks>Source: KubeVirt pkg/storage/snapshot/restore.go, volumeRestorePolicy PrefixTargetName: the name of the machine, then that of the volume.</remarks>
public static class VolumeNames
{
    // Labels and other objects bear names of volumes too, so the new one stays as short as a label unless the old one was longer.
    private const int MaxLabel = 63;

    /// <summary>New names for the claims and DataVolumes of renamed machines, to be added to a map with <see cref="NameMap.With"/>.</summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="names">What is renamed. Volumes that it names already, and those that other machines use too, keep what they have.</param>
    /// <returns>
    /// Names that follow from the old ones: <c>vm1-disk</c> of a machine <c>vm1</c> that becomes <c>vm2</c> is <c>vm2-disk</c>, <c>disk</c> is <c>vm2-disk</c> as well.
    /// Where two would come out alike, or as something that the backup has, a hash of the old name follows.
    /// </returns>
    public static IReadOnlyDictionary<ResourceId, string> After(ResourceGraph graph, NameMap names)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(names);
        var wanted = (from machine in graph.Nodes
                      where MachineSpec.PointerIn(machine.Id.Kind) is not null && names.Map(machine.Id).Name != machine.Id.Name
                      from volume in MachineVolumes.Of(graph, machine.Id)
                      where names.Map(volume).Name == volume.Name && IsItsAlone(graph, machine.Id, volume)
                      select (Volume: volume, Name: Name(volume.Name, machine.Id.Name, names.Map(machine.Id).Name)))
            .DistinctBy(pair => pair.Volume).OrderBy(pair => pair.Volume).ToList();
        var clashes = wanted.GroupBy(pair => (pair.Volume.Namespace, pair.Name)).Where(group => group.Count() > 1).SelectMany(group => group).Select(pair => pair.Volume).ToHashSet();
        return wanted.ToDictionary(pair => pair.Volume, pair => clashes.Contains(pair.Volume) || IsTaken(graph, pair.Volume, pair.Name) ? Hashed(pair.Name, pair.Volume.Name) : pair.Name);
    }

    /// <summary>The instance of a machine, and what runs it, use the volume for it.</summary>
    private static bool IsItsAlone(ResourceGraph graph, ResourceId machine, ResourceId volume) =>
        graph.EdgesTo(volume).All(edge => !edge.Reference.HoldsData || edge.From.Name == machine.Name || MachineSpec.PointerIn(edge.From.Kind) is null);

    private static bool IsTaken(ResourceGraph graph, ResourceId volume, string name) =>
        graph.Find(new ResourceId(Kinds.PersistentVolumeClaim, volume.Namespace, name)) is not null || graph.Find(new ResourceId(Kinds.DataVolume, volume.Namespace, name)) is not null;

    private static string Name(string volume, string machine, string now)
    {
        var rest = volume == machine ? "" : volume.StartsWith(machine + "-", StringComparison.Ordinal) ? volume[machine.Length..] : "-" + volume;
        return now.Length + rest.Length <= Math.Max(MaxLabel, volume.Length) ? now + rest : Hashed(now + rest, volume);
    }

    private static string Hashed(string name, string old)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(old)).AsSpan(0, 4));
        return $"{name[..Math.Min(name.Length, MaxLabel - hash.Length - 1)].TrimEnd('-', '.')}-{hash}";
    }
}
