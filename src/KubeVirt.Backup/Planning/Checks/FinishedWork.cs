using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Objects of kinds that nobody knows, whose status says that the work they stand for has finished: without the status,
/// which a restore drops, it would be done again.
/// </summary>
/// <remarks>
/// Sources: velero pkg/restore/restore.go, isCompleted, which knows pods and jobs alone; vm-file-restore-operator
/// internal/controller/phases.go, where no phase means to begin. What is known is judged by the packs.
/// </remarks>
internal static class FinishedWork
{
    private static readonly string[] Phases = ["/status/phase", "/status/state"];

    private static readonly string[] Times =
    [
        "/status/completionTime",
        "/status/completionTimestamp",
        "/status/completed",
        "/status/completedAt",
        "/status/finishedAt",
        "/status/endTime",
        "/status/endTimestamp",
    ];

    private static readonly HashSet<string> EndsOfWork = new(
        ["Succeeded", "Completed", "Complete", "Failed", "Finished", "Done", "Error", "PartiallyFailed", "Aborted"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>One finding for each such object of which no rule of a pack says what it is.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.State != NodeState.Observed || IsKnown(node.Id.Kind))
                continue;
            if (EndOf(node.Resource!) is not { } path)
                continue;
            if (Classifier.Of(node.Resource!, graph) == Classifier.Unknown)
                yield return Report(node.Id, path);
        }
    }

    private static Finding Report(ResourceId id, string path) =>
        new(
            FindingIds.WouldRunAgain,
            FindingSeverity.Warning,
            id,
            path,
            "Its status says that the work it stands for has finished, and the kind is not known. A restore drops the "
                + "status, so that the work would be done again. Leave the object out, or say by a rule of a pack what "
                + "it is."
        );

    private static bool IsKnown(GroupKind kind) => KindScopes.IsNamespaced(kind) || KindScopes.IsCluster(kind);

    /// <summary>Where the status says that the work is over; <see langword="null"/> where it does not.</summary>
    private static string? EndOf(Resource resource)
    {
        var endingPhase = Phases.FirstOrDefault(path => EndsOfWork.Contains(resource.StringAt(path) ?? ""));
        if (endingPhase is not null)
            return endingPhase;

        var endTime = Times.FirstOrDefault(path => resource.StringAt(path) is { Length: > 0 });
        return endTime ?? EndingCondition(resource);
    }

    /// <summary>The first condition that says so; <see langword="null"/> where none does.</summary>
    private static string? EndingCondition(Resource resource)
    {
        foreach (var (position, condition) in JsonMembers.Items(resource.At("/status/conditions")).Index())
        {
            if (IsEnding(condition))
                return $"/status/conditions/{position}";
        }

        return null;
    }

    private static bool IsEnding(JsonElement condition)
    {
        var type = JsonMembers.Text(condition, "type") ?? "";
        return EndsOfWork.Contains(type) && JsonMembers.Text(condition, "status") == "True";
    }
}
