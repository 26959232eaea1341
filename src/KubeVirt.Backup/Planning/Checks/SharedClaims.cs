using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Claims that one node or one pod can use at a time, under several running machines.</summary>
/// <remarks>
/// Sources: Kubernetes core/v1 PersistentVolumeAccessMode; pkg/scheduler/framework/plugins/volumerestrictions, which
/// places no second pod on a ReadWriteOncePod claim; KubeVirt pkg/virt-launcher/virtwrap/converter/storage/disk.go for
/// shareable disks; core/v1/types.go, VirtualMachineRunStrategy.
/// </remarks>
internal static class SharedClaims
{
    private const int Shown = 5;
    private const string Modes = "/spec/accessModes";

    public static IEnumerable<Finding> Find(ResourceGraph graph)
    {
        foreach (
            var claim in graph.Nodes.Where(node =>
                node.State == NodeState.Observed && node.Id.Kind == Kinds.PersistentVolumeClaim
            )
        )
        {
            var machines = Machines(graph, claim.Id);
            if (machines.Count > 1 && OnlyMode(claim.Resource!) is { } mode)
                yield return ToFinding(claim.Id, mode, machines);
        }
    }

    private static List<ResourceId> Machines(ResourceGraph graph, ResourceId claim) =>
        [
            .. graph
                .EdgesTo(claim)
                .Where(edge => edge.Reference.HoldsData)
                .Select(edge => Machine(graph, edge.From))
                .OfType<ResourceId>()
                .Distinct()
                .Where(id => IsRunning(graph, id))
                .Order(),
        ];

    /// <summary>The machine whose volume it is: a machine and its instance are one.</summary>
    private static ResourceId? Machine(ResourceGraph graph, ResourceId user)
    {
        if (user.Kind == Kinds.VirtualMachineInstance)
            return graph
                .EdgesTo(user)
                .Any(edge => edge.Relation == Relation.Runs && edge.From == user.WithKind(Kinds.VirtualMachine))
                ? user.WithKind(Kinds.VirtualMachine)
                : user;
        return user.Kind == Kinds.VirtualMachine ? user : null;
    }

    private static bool IsRunning(ResourceGraph graph, ResourceId machine)
    {
        var guest = graph.FindResource(machine.WithKind(Kinds.VirtualMachineInstance));
        var phase = guest?.StringAt("/status/phase");
        if (guest is not null && phase is not ("Succeeded" or "Failed"))
            return true;
        if (machine.Kind != Kinds.VirtualMachine || graph.FindResource(machine) is not { } resource)
            return false;
        return resource.StringAt("/spec/runStrategy") switch
        {
            "Always" => true,
            "RerunOnFailure" => phase != "Succeeded",
            null => resource.At("/spec/running") is { ValueKind: JsonValueKind.True },
            _ => false,
        };
    }

    private static string? OnlyMode(Resource claim) =>
        claim.At(Modes) is { ValueKind: JsonValueKind.Array } modes
        && modes.GetArrayLength() == 1
        && modes[0].ValueKind == JsonValueKind.String
        && modes[0].GetString() is ("ReadWriteOnce" or "ReadWriteOncePod") and var mode
            ? mode
            : null;

    private static Finding ToFinding(ResourceId claim, string mode, List<ResourceId> machines)
    {
        var names =
            string.Join(", ", machines.Take(Shown))
            + (machines.Count > Shown ? $" and {machines.Count - Shown} more" : "");
        var (severity, consequence) =
            mode == "ReadWriteOncePod"
                ? (FindingSeverity.Error, "No second pod is placed while one uses it, so only one of them can run")
                : (
                    FindingSeverity.Warning,
                    "Only machines on one node can attach it, and QEMU locks a disk that is not shareable against a second writer"
                );
        return new Finding(
            FindingIds.ClaimShared,
            severity,
            claim,
            Modes,
            $"The claim is {mode} and in use by several running machines: {names}. {consequence}. Give each machine a claim of its own, or make it ReadWriteMany with shareable disks."
        );
    }
}
