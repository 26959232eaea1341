using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Volumes to which guests write and which lie in no claim, so that no snapshot holds them.</summary>
/// <remarks>
/// Sources: KubeVirt pkg/storage/snapshot/snapshot.go, isVolumeSnapshottable; docs/container-disks.md and
/// pkg/ephemeral-disk: what is written to an emptyDisk, to a disk of a container image or to an ephemeral overlay is
/// gone when the guest ends, so that a machine without a guest has lost nothing.
/// </remarks>
internal static class DataOutsideClaims
{
    private static readonly Source[] Sources =
    [
        new("hostDisk", "lies in a file of one node", IsLasting: true),
        new("emptyDisk", "lies in the guest's pod and is gone when the guest ends", IsLasting: false),
        new("ephemeral", "lies in an overlay that is gone when the guest ends", IsLasting: false),
        new(
            "containerDisk",
            "lies in an overlay above a container image that is gone when the guest ends",
            IsLasting: false
        ),
    ];

    /// <summary>
    /// One finding for each such volume: of machines, instances and what makes them, where the data lasts; else of
    /// guests that run.
    /// </summary>
    public static IEnumerable<Finding> Find(DiskChoice disks)
    {
        var graph = disks.Graph;
        foreach (var node in graph.Nodes)
        {
            if (node.State != NodeState.Observed || SpecOf(node.Id.Kind) is not { } spec)
                continue;
            // Its volumes are those of what runs it, which is named already.
            if (graph.EdgesTo(node.Id).Any(edge => edge.Relation == Relation.Runs))
                continue;
            foreach (var finding in Find(disks, node.Resource!, spec))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Find(DiskChoice disks, Resource resource, string spec)
    {
        var writable = WritableDisks(resource, spec);
        foreach (var (index, volume) in JsonMembers.Items(resource.At($"{spec}/volumes")).Index())
        {
            var name = JsonMembers.Text(volume, "name");
            var source = Array.Find(Sources, source => JsonMembers.Find(volume, source.Field) is not null);
            if (source is null || name is null || !writable.Contains(name))
                continue;
            if (!source.IsLasting && !Runs(disks.Graph, resource))
                continue;
            if (disks.IsLeftOut(resource.Id, name))
                continue;

            yield return new Finding(
                FindingIds.DataOutsideClaims,
                FindingSeverity.Warning,
                resource.Id,
                $"{spec}/volumes/{index}/{source.Field}",
                $"What the guest writes to the volume '{name}' {source.Where}: no snapshot holds it, and a restored "
                    + "machine comes back without it. Move what must be kept to a PersistentVolumeClaim."
            );
        }
    }

    /// <summary>The disks that a guest can write to: no CD, none that is read-only.</summary>
    private static HashSet<string> WritableDisks(Resource resource, string spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var disk in JsonMembers.Items(resource.At($"{spec}/domain/devices/disks")))
        {
            var target = JsonMembers.Find(disk, "disk") ?? JsonMembers.Find(disk, "lun");
            var isReadOnly = JsonMembers.Find(disk, "cdrom") is not null || JsonMembers.IsTrue(target, "readonly");
            if (!isReadOnly && JsonMembers.Text(disk, "name") is { } name)
                names.Add(name);
        }

        return names;
    }

    private static bool Runs(ResourceGraph graph, Resource resource) =>
        graph
            .EdgesFrom(resource.Id)
            .Where(edge => edge.Relation == Relation.Runs)
            .Select(edge => graph.FindResource(edge.To))
            .Append(resource)
            .Any(guest => guest?.StringAt("/status/phase") == "Running");

    private static string? SpecOf(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachine || kind == Kinds.VirtualMachineInstanceReplicaSet)
            return "/spec/template/spec";
        if (kind == Kinds.VirtualMachinePool)
            return "/spec/virtualMachineTemplate/spec/template/spec";
        return kind == Kinds.VirtualMachineInstance ? "/spec" : null;
    }

    private sealed record Source(string Field, string Where, bool IsLasting);
}
