using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Testing;

/// <summary>What a policy does with the objects of a backup.</summary>
internal static class PolicyLaws
{
    // Names in the order in which a pipeline shows them, and in that alone.
    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-"
    );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<PolicyTrial>> All { get; } =
    [
        new("There are examples", "Add objects that the policy is about.", HasExamples),
        new("The name stands beside every change", "Name it in lower case with hyphens.", IsNamed),
        new("The same backup gives the same restore", "Decide by object, graph and names alone.", IsDeterministic),
        new("The backup is left as it is", "Edit the draft, never the original.", LeavesBackup),
        new("Applied twice a policy changes nothing more", "Look whether there is anything left to do.", IsIdempotent),
        new("The result is what an API server reads", "Leave apiVersion, kind and metadata.name as texts.", Parses),
        new("Each change has an author", "Edit through the draft of the context.", HasAuthors),
        new("Each skip has a reason", "Give Skip one sentence for people.", HasReasons),
        new("No object is too much", "Read each member only where it is of the type it should be.", SurvivesExamples),
        new(
            "No odd object is too much",
            "Read each member only where it is of the type it should be.",
            SurvivesOddObjects
        ),
    ];

    private static string? HasExamples(PolicyTrial trial) =>
        trial.Examples.Count > 0 ? null : "There is not one object.";

    private static string? IsNamed(PolicyTrial trial) =>
        trial
            .Policy.Steps.Append(trial.Policy)
            .FirstOrDefault(step => step.Name.AsSpan().ContainsAnyExcept(NameCharacters))
            is { } odd
            ? $"'{odd.Name}' is no such name."
            : null;

    private static string? IsDeterministic(PolicyTrial trial)
    {
        var first = PolicyTrial.Lines(trial.Apply(trial.Examples));
        var second = PolicyTrial.Lines(trial.Apply(trial.Examples));
        var differing = second.Except(first).Concat(first.Except(second)).FirstOrDefault();

        return differing is null ? null : $"Applied to the same objects again, this is new or gone: {Short(differing)}";
    }

    private static string? LeavesBackup(PolicyTrial trial)
    {
        var before = trial.Examples.Select(example => example.Json.ToArray()).ToList();
        trial.Apply(trial.Examples);
        var changed = trial.Examples.Where((example, i) => !example.Json.Span.SequenceEqual(before[i])).ToList();

        return changed.Count == 0 ? null : $"The JSON of {changed[0].Id} is another than before.";
    }

    private static string? IsIdempotent(PolicyTrial trial)
    {
        var once = trial.Apply(trial.Examples);
        var twice = trial.Apply(once.Resources);
        if (twice.Changes.Count > 0)
            return $"Applied to its own result it makes {twice.Changes.Count} changes, such as {Short(twice.Changes[0].ToString())}";

        return twice.Skipped.Count > 0
            ? $"Applied to its own result it skips {twice.Skipped.Count} objects, such as {twice.Skipped[0].Resource}."
            : null;
    }

    private static string? Parses(PolicyTrial trial)
    {
        foreach (var made in trial.Apply(trial.Examples).Resources)
        {
            try
            {
                var read = Resource.Parse(made.Json);
                if (read.Id != made.Id)
                    return $"{made.Id} reads as {read.Id}.";
            }
            catch (FormatException e)
            {
                return $"{made.Id} cannot be read any more: {e.Message}";
            }
        }

        return null;
    }

    private static string? HasAuthors(PolicyTrial trial)
    {
        var authors = trial.Policy.Steps.Select(step => step.Name).Append(trial.Policy.Name).ToHashSet();
        var stray = trial.Apply(trial.Examples).Changes.FirstOrDefault(change => !authors.Contains(change.Policy));

        return stray is null ? null : $"No step of it is called '{stray.Policy}': {Short(stray.ToString())}";
    }

    private static string? HasReasons(PolicyTrial trial)
    {
        var silent = trial.Apply(trial.Examples).Skipped.FirstOrDefault(skip => string.IsNullOrWhiteSpace(skip.Reason));

        return silent is null ? null : $"{silent.Resource} is skipped by {silent.Policy} without a reason.";
    }

    private static string? SurvivesExamples(PolicyTrial trial) =>
        trial.Apply(trial.Examples).Findings.FirstOrDefault(IsFailure) is { } failed ? failed.Message : null;

    /// <summary>
    /// Each odd form of an object is one of its own in the same backup, so that all are tried in one go.
    /// </summary>
    private static string? SurvivesOddObjects(PolicyTrial trial)
    {
        foreach (var example in trial.Examples)
        {
            var odd = OddObjects.Of(example).Select(Renamed).ToDictionary(one => one.Resource.Id);
            var others = trial.Examples.Where(other => other.Id != example.Id);
            var result = trial.Apply(others.Concat(odd.Values.Select(one => one.Resource)));
            if (
                result.Findings.FirstOrDefault(IsFailure) is { Resource: { } id } failed
                && odd.TryGetValue(id, out var at)
            )
                return $"For {example.Id} where {at.What}: {failed.Message}";
        }

        return null;
    }

    /// <summary>One of many in the same backup, by a name of its own.</summary>
    private static OddObject Renamed(OddObject odd, int number)
    {
        var id = new ResourceId(
            odd.Resource.Id.Kind,
            odd.Resource.Id.Namespace,
            $"{odd.Resource.Id.Name}-odd-{number}"
        );

        return odd with
        {
            Resource = new Resource(id, odd.Resource.ApiVersion, odd.Resource.Json),
        };
    }

    private static bool IsFailure(Finding finding) => finding.Id == FindingIds.PolicyFailed;

    private static string Short(string text) => text.Length > 300 ? $"{text[..300]}..." : text;
}
