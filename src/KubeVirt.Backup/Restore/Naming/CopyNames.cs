using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// New names for the volumes and stored instancetypes of machines that get new names, so that a copy beside its
/// original has its own.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/snapshot/restore.go, volumeRestorePolicy PrefixTargetName: the name of the machine,
/// then that of the volume.
/// </remarks>
public static class CopyNames
{
    /// <summary>
    /// New names for what belongs to renamed machines, to be added to a map with <see cref="NameMap.With"/>.
    /// </summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="names">
    /// What is renamed. What it names already, and what other machines use too, keeps what it has.
    /// </param>
    /// <returns>
    /// Names that follow from the old ones: <c>vm1-disk</c> of a machine <c>vm1</c> that becomes <c>vm2</c> is
    /// <c>vm2-disk</c>, <c>disk</c> is <c>vm2-disk</c> as well. Where two would come out alike, or as something that
    /// the backup has, a hash of the old name follows.
    /// </returns>
    public static IReadOnlyDictionary<ResourceId, string> For(ResourceGraph graph, NameMap names)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(names);
        var wanted = (
            from machine in graph.Nodes
            where MachineSpec.PointerIn(machine.Id.Kind) is not null && names.Map(machine.Id).Name != machine.Id.Name
            from id in MachineBelongings.Of(graph, machine.Id)
            where names.Map(id).Name == id.Name && IsItsAlone(graph, machine.Id, id)
            select (Id: id, Name: Name(id, machine.Id.Name, names.Map(machine.Id).Name))
        )
            .DistinctBy(pair => pair.Id)
            .OrderBy(pair => pair.Id)
            .ToList();
        var clashes = wanted
            .GroupBy(pair => (pair.Id.Kind, pair.Id.Namespace, pair.Name))
            .Where(group => group.Count() > 1)
            .SelectMany(group => group)
            .Select(pair => pair.Id)
            .ToHashSet();
        return wanted.ToDictionary(
            pair => pair.Id,
            pair =>
                clashes.Contains(pair.Id) || IsTaken(graph, pair.Id, pair.Name) ? Hashed(pair.Id, pair.Name) : pair.Name
        );
    }

    /// <summary>The instance of a machine, and what runs it, use the volume for it.</summary>
    private static bool IsItsAlone(ResourceGraph graph, ResourceId machine, ResourceId id) =>
        graph.EdgesTo(id).All(edge => edge.From.Name == machine.Name || MachineSpec.PointerIn(edge.From.Kind) is null);

    private static bool IsTaken(ResourceGraph graph, ResourceId id, string name) =>
        graph.Find(new ResourceId(id.Kind, id.Namespace, name)) is not null
        || (
            id.Kind == Kinds.PersistentVolumeClaim
            && graph.Find(new ResourceId(Kinds.DataVolume, id.Namespace, name)) is not null
        );

    private static string Name(ResourceId id, string machine, string now)
    {
        var rest =
            id.Name == machine ? ""
            : id.Name.StartsWith(machine + "-", StringComparison.Ordinal) ? id.Name[machine.Length..]
            : "-" + id.Name;
        return now.Length + rest.Length <= Math.Max(MaxLength(id.Kind), id.Name.Length)
            ? now + rest
            : Hashed(id, now + rest);
    }

    private static string Hashed(ResourceId id, string name) => DnsNames.WithHash(name, id.Name, MaxLength(id.Kind));

    /// <summary>
    /// Labels bear names of volumes too, so these stay as short as a label unless the old one was longer.
    /// </summary>
    private static int MaxLength(GroupKind kind) => kind == Kinds.ControllerRevision ? 253 : 63;
}
