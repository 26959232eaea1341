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
    private const string OncePod = "ReadWriteOncePod";
    private const string Modes = "/spec/accessModes";

    /// <summary>A finding for each claim that several running machines use and only one can.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.State != NodeState.Observed || node.Id.Kind != Kinds.PersistentVolumeClaim)
                continue;

            var machines = Machines(graph, node.Id);
            if (machines.Count > 1 && OnlyMode(node.Resource!) is { } mode)
                yield return ToFinding(node.Id, mode, machines);
        }
    }

    /// <summary>The running machines whose data is on a claim, ordered.</summary>
    private static List<ResourceId> Machines(ResourceGraph graph, ResourceId claim)
    {
        var users = graph.EdgesTo(claim).Where(edge => edge.Reference.HoldsData).Select(edge => edge.From);
        var machines = users.Select(user => DataHolder.MachineOf(graph, user)).OfType<ResourceId>().Distinct();
        return [.. machines.Where(machine => IsRunning(graph, machine)).Order()];
    }

    /// <summary>Whether a guest runs, or the machine is one that KubeVirt starts.</summary>
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

    /// <summary>The mode of a claim that has one alone, by which one node or one pod uses it.</summary>
    private static string? OnlyMode(Resource claim)
    {
        if (claim.At(Modes) is not { ValueKind: JsonValueKind.Array } modes || modes.GetArrayLength() != 1)
            return null;
        if (modes[0].ValueKind != JsonValueKind.String)
            return null;

        return modes[0].GetString() is ("ReadWriteOnce" or OncePod) and var mode ? mode : null;
    }

    /// <summary>The finding, which names some machines and counts the others.</summary>
    private static Finding ToFinding(ResourceId claim, string mode, List<ResourceId> machines)
    {
        var severity = mode == OncePod ? FindingSeverity.Error : FindingSeverity.Warning;
        var more = machines.Count > Shown ? $" and {machines.Count - Shown} more" : "";
        var message =
            $"The claim is {mode} and in use by several running machines: "
            + $"{string.Join(", ", machines.Take(Shown))}{more}. {ConsequenceOf(mode)}. "
            + "Give each machine a claim of its own, or make it ReadWriteMany with shareable disks.";

        return new Finding(FindingIds.ClaimShared, severity, claim, Modes, message);
    }

    /// <summary>What happens when the machines run at the same time, as a sentence without its end.</summary>
    private static string ConsequenceOf(string mode)
    {
        if (mode == OncePod)
            return "No second pod is placed while one uses it, so only one of them can run";

        return "Only machines on one node can attach it, and QEMU locks a disk that is not shareable "
            + "against a second writer";
    }
}
