using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// New names for the volumes and stored instancetypes of machines that get new names, so that a copy beside its
/// original has its own.
/// </summary>
/// <example>
/// <code language="csharp">
/// var builder = new NameMapBuilder();
/// builder.AddMachine("shop/db=db2");
/// NameMap names = builder.Build();
/// names = names.With(CopyNames.For(graph, names));
/// </code>
/// </example>
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
        var copies = Copies(graph, names).DistinctBy(copy => copy.Id).OrderBy(copy => copy.Id).ToList();
        var clashing = copies
            .GroupBy(copy => new ResourceId(copy.Id.Kind, copy.Id.Namespace, copy.Name))
            .Where(same => same.Count() > 1)
            .SelectMany(same => same)
            .Select(copy => copy.Id)
            .ToHashSet();

        return copies.ToDictionary(
            copy => copy.Id,
            copy => clashing.Contains(copy.Id) || IsTaken(graph, copy) ? Hashed(copy.Id, copy.Name) : copy.Name
        );
    }

    /// <summary>The plain names, of which two may be alike.</summary>
    private static IEnumerable<Copy> Copies(ResourceGraph graph, NameMap names) =>
        from machine in graph.Nodes.Select(node => node.Id)
        let newName = names.Map(machine).Name
        where MachineSpec.PointerIn(machine.Kind) is not null && newName != machine.Name
        from id in MachineBelongings.Of(graph, machine)
        where names.Map(id).Name == id.Name && IsItsAlone(graph, machine, id)
        select new Copy(id, NameOf(id, machine.Name, newName));

    /// <summary>The instance of a machine, and what runs it, use the volume for it.</summary>
    private static bool IsItsAlone(ResourceGraph graph, ResourceId machine, ResourceId id) =>
        graph
            .EdgesTo(id)
            .All(edge =>
                edge.From.Name == machine.Name
                || MachineSpec.PointerIn(edge.From.Kind) is null
                // It copies the volume, and writes nothing to it.
                || edge.From.Kind == Kinds.VirtualMachineTemplate
            );

    /// <summary>Whether the backup has an object of the new name, or for a claim a DataVolume of it.</summary>
    private static bool IsTaken(ResourceGraph graph, Copy copy)
    {
        var id = new ResourceId(copy.Id.Kind, copy.Id.Namespace, copy.Name);
        if (graph.Find(id) is not null)
            return true;

        return id.Kind == Kinds.PersistentVolumeClaim && graph.Find(id.WithKind(Kinds.DataVolume)) is not null;
    }

    private static string NameOf(ResourceId id, string machine, string newMachine)
    {
        var name = newMachine + SuffixOf(id.Name, machine);
        var isShort = name.Length <= Math.Max(MaxLength(id.Kind), id.Name.Length);

        return isShort ? name : Hashed(id, name);
    }

    /// <summary>What follows the name of the machine in the name of its object; else the whole name.</summary>
    private static string SuffixOf(string name, string machine)
    {
        if (name == machine)
            return "";

        return name.StartsWith(machine + "-", StringComparison.Ordinal) ? name[machine.Length..] : "-" + name;
    }

    private static string Hashed(ResourceId id, string name) => DnsNames.WithHash(name, id.Name, MaxLength(id.Kind));

    /// <summary>
    /// Labels bear names of volumes too, so these stay as short as a label unless the old one was longer.
    /// </summary>
    private static int MaxLength(GroupKind kind) => kind == Kinds.ControllerRevision ? 253 : 63;

    private readonly record struct Copy(ResourceId Id, string Name);
}
