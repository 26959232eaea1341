using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Judges each root by all that it reaches.</summary>
internal static class Verdicts
{
    public static IEnumerable<RestoreVerdict> Of(BackupPlan plan)
    {
        // What is absent is said once for all in a plan; here it counts for each that wants it.
        var findings = plan
            .Findings.Where(finding =>
                finding is { Resource: not null, Id: not (FindingIds.MissingReference or FindingIds.RequiredLeftOut) }
            )
            .ToLookup(finding => finding.Resource!.Value);
        var freezable = plan
            .Freeze.Where(id =>
                !findings[id].Any(finding => finding.Id is FindingIds.NoGuestAgent or FindingIds.GuestMigrating)
            )
            .ToHashSet();
        return plan.Roots.Select(root => Judge(plan.Graph, root, findings, freezable));
    }

    private static RestoreVerdict Judge(
        ResourceGraph graph,
        ResourceId root,
        ILookup<ResourceId, Finding> findings,
        HashSet<ResourceId> freezable
    )
    {
        var reached = graph.Reach(root);
        var lacks = reached
            .SelectMany(id => findings[id])
            .Concat(MissingReferences.Of(graph, reached))
            .Where(finding => finding.Severity != FindingSeverity.Info)
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding)
            .ToList();
        var outcome =
            lacks.Count == 0 ? Restorability.Complete
            : lacks[0].Severity == FindingSeverity.Error ? Restorability.Broken
            : Restorability.Conditional;
        var running = reached
            .Where(id =>
                id.Kind == Kinds.VirtualMachineInstance
                && graph.FindResource(id)?.StringAt("/status/phase") == "Running"
            )
            .ToList();
        var data =
            reached.Any(id => RunsUnseen(graph, id)) ? Consistency.Unknown
            : running.Count == 0 ? Consistency.Offline
            : running.All(freezable.Contains) ? Consistency.FilesystemConsistent
            : Consistency.CrashConsistent;
        return new RestoreVerdict(root, outcome, data, [.. lacks]);
    }

    /// <summary>Whether a machine says that it has a guest, and the guest is not in the input.</summary>
    private static bool RunsUnseen(ResourceGraph graph, ResourceId id) =>
        id.Kind == Kinds.VirtualMachine
        && graph.FindResource(id)?.At("/status/created") is { ValueKind: JsonValueKind.True }
        && graph.FindResource(id.WithKind(Kinds.VirtualMachineInstance)) is null;
}
