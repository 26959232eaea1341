using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Volumes of which KubeVirt states that no snapshot can be taken.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/snapshot, updateVolumeSnapshotStatuses. What is no claim is listed there as
/// well, and is reported elsewhere where guests write to it.
/// </remarks>
internal static class UnsupportedSnapshots
{
    private const string Statuses = "/status/volumeSnapshotStatuses";

    /// <summary>One finding for each claim or DataVolume of a machine that is not left out.</summary>
    public static IEnumerable<Finding> Find(DiskChoice disks)
    {
        foreach (var node in disks.Graph.Nodes)
        {
            if (node.Id.Kind != Kinds.VirtualMachine || node.State != NodeState.Observed)
                continue;
            foreach (var finding in Find(disks, node.Resource!))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Find(DiskChoice disks, Resource machine)
    {
        var claims = NamedVolume.In(machine, "/spec/template/spec/volumes").ToLookup(volume => volume.Name);
        foreach (var (index, status) in JsonMembers.Items(machine.At(Statuses)).Index())
        {
            var name = JsonMembers.Text(status, "name");
            var isRefused = JsonMembers.Find(status, "enabled") is { ValueKind: JsonValueKind.False };
            if (name is null || !isRefused || !claims[name].Any())
                continue;
            if (disks.IsLeftOut(machine.Id, name))
                continue;

            var reason = JsonMembers.Text(status, "reason") ?? "no reason is given";
            yield return new Finding(
                FindingIds.SnapshotUnsupported,
                FindingSeverity.Warning,
                machine.Id,
                $"{Statuses}/{index}",
                $"KubeVirt takes no snapshot of the volume '{name}' on claim {claims[name].First().Claim}: {reason}. "
                    + "Back up its data by other means, or give its storage class a VolumeSnapshotClass."
            );
        }
    }
}
