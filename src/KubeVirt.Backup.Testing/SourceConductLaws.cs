using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>How a source behaves, whatever it is asked for.</summary>
internal static class SourceConductLaws
{
    // As many waves at once as a plan and some sessions beside it send.
    private const int WavesAtOnce = 8;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<SourceTrial>> All { get; } =
    [
        new("Objects come whole", "Answer with the objects as they are, all members of them.", WholeAsync),
        new("An object comes once", "Leave out what another property of the same query has found.", OnceAsync),
        new("An empty wave has an empty answer", "Answer a wave without queries.", EmptyAsync),
        new("The same question has the same answer", "Depend on nothing but the query and what is held.", AgainAsync),
        new(
            "Waves at the same time do not disturb each other",
            "Keep no state of a wave in a field, or lock it.",
            SideBySideAsync
        ),
        new("A run answers as the source does", "Give in BeginRun a source of the same objects.", RunAsync),
        new(
            "A cancelled token ends a fetch",
            "Pass the token on, and throw OperationCanceledException.",
            CancelledAsync
        ),
    ];

    /// <summary>A server adds to metadata and status; all else is compared.</summary>
    private static async Task<string?> WholeAsync(SourceTrial trial, CancellationToken token)
    {
        var answer = await trial.Source.FetchAsync(Everything(trial), token).ConfigureAwait(false);
        var came = answer.Resources.DistinctBy(o => o.Id).ToDictionary(o => o.Id);
        foreach (var expected in trial.Objects)
        {
            if (came.TryGetValue(expected.Id, out var found) && Difference(expected, found) is { } member)
                return $"{expected.Id} came with another {member} than it has.";
        }

        return null;
    }

    private static async Task<string?> OnceAsync(SourceTrial trial, CancellationToken token)
    {
        foreach (var scope in trial.Scopes)
        {
            var query = new ResourceQuery(scope.Key.Kind, scope.Key.Namespace)
            {
                Names = [.. scope.Select(o => o.Id.Name)],
                Labels = scope
                    .SelectMany(SourceTrial.LabelsOf)
                    .GroupBy(label => label.Key, label => label.Value)
                    .ToDictionary(label => label.Key, label => (IReadOnlyCollection<string>)[.. label.Distinct()]),
                OwnerUids = [.. scope.SelectMany(SourceTrial.OwnersOf).Distinct()],
            };
            var answer = await trial.Source.FetchAsync([query], token).ConfigureAwait(false);
            if (answer.Resources.CountBy(o => o.Id).FirstOrDefault(o => o.Value > 1) is { Value: > 1 } doubled)
                return $"{doubled.Key} came {doubled.Value} times for {SourceTrial.Describe([query])}.";
        }

        return null;
    }

    private static async Task<string?> EmptyAsync(SourceTrial trial, CancellationToken token)
    {
        var answer = await trial.Source.FetchAsync([], token).ConfigureAwait(false);

        return answer.NotRead.Count == 0 ? null : $"NotRead names {SourceTrial.Describe(answer.NotRead)}.";
    }

    private static async Task<string?> AgainAsync(SourceTrial trial, CancellationToken token)
    {
        var first = await AskAsync(trial.Source, trial, token).ConfigureAwait(false);
        var second = await AskAsync(trial.Source, trial, token).ConfigureAwait(false);

        return Differences(first, second) is { } found ? $"Asked for everything twice, {found}" : null;
    }

    private static async Task<string?> SideBySideAsync(SourceTrial trial, CancellationToken token)
    {
        var alone = await AskAsync(trial.Source, trial, token).ConfigureAwait(false);
        var asked = Enumerable
            .Range(0, WavesAtOnce)
            .Select(_ => Task.Run(() => AskAsync(trial.Source, trial, token), token));
        foreach (var one in await Task.WhenAll(asked).ConfigureAwait(false))
        {
            if (Differences(alone, one) is { } found)
                return $"With {WavesAtOnce} waves at the same time, {found}";
        }

        return null;
    }

    private static async Task<string?> RunAsync(SourceTrial trial, CancellationToken token)
    {
        var alone = await AskAsync(trial.Source, trial, token).ConfigureAwait(false);
        var run = trial.Source.BeginRun();
        for (var i = 0; i < 2; i++)
        {
            var inRun = await AskAsync(run, trial, token).ConfigureAwait(false);
            if (Differences(alone, inRun) is { } found)
                return $"Asked in a run, {found}";
        }

        return null;
    }

    private static async Task<string?> CancelledAsync(SourceTrial trial, CancellationToken token)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(token);
        await cancelled.CancelAsync().ConfigureAwait(false);
        try
        {
            await trial.Source.FetchAsync(Everything(trial), cancelled.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return "FetchAsync came back with an answer though its token was cancelled before.";
    }

    private static ResourceQuery[] Everything(SourceTrial trial) =>
        [.. trial.Scopes.Select(scope => new ResourceQuery(scope.Key.Kind, scope.Key.Namespace) { All = true })];

    /// <summary>The ids of everything, in the order in which they sort: an answer has no order of its own.</summary>
    private static async Task<List<ResourceId>> AskAsync(
        IResourceSource source,
        SourceTrial trial,
        CancellationToken token
    )
    {
        var answer = await source.FetchAsync(Everything(trial), token).ConfigureAwait(false);

        return [.. answer.Resources.Select(o => o.Id).Order()];
    }

    private static string? Differences(List<ResourceId> expected, List<ResourceId> found)
    {
        if (expected.SequenceEqual(found))
            return null;

        var differing = expected.Except(found).Concat(found.Except(expected)).Order().ToList();
        return $"{found.Count} objects came in place of {expected.Count}; differing: {Laws.Some(differing)}.";
    }

    /// <summary>The first member in which two objects differ.</summary>
    private static string? Difference(Resource expected, Resource found)
    {
        var members = expected.At("")!.Value.EnumerateObject();

        return members
            .Where(member => member.Name is not ("metadata" or "status"))
            .Where(member =>
                found.At($"/{Json.JsonPointer.Escape(member.Name)}") is not { } other
                || !JsonElement.DeepEquals(member.Value, other)
            )
            .Select(member => member.Name)
            .FirstOrDefault();
    }
}
