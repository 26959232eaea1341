using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>What a source finds by each property of a query.</summary>
internal static class SourceSelectionLaws
{
    private const string Absent = "absent-from-every-source";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<SourceTrial>> All { get; } =
    [
        new("A name finds its object", "Answer Names, in every query of the wave.", NamesAsync),
        new(
            "A name that nobody has finds nothing",
            "Leave objects that do not exist out of the answer, and out of NotRead.",
            AbsentNamesAsync
        ),
        new(
            "A text that cannot be a name finds nothing",
            "Skip names of which ResourceId.IsName says no.",
            OddNamesAsync
        ),
        new("A label finds its objects", "Answer Labels: every key, each with all of its values.", LabelsAsync),
        new("One value of a label finds its objects", "Compare the values of Labels, not the keys alone.", ValuesAsync),
        new("An owner finds its objects", "Answer OwnerUids, by metadata.ownerReferences[].uid.", OwnersAsync),
        new("All finds the whole kind of a namespace", "Answer All for each namespace.", AllAsync),
        new(
            "All without a namespace finds the whole kind",
            "Where Namespace is null and All is set, answer from every namespace.",
            EverywhereAsync
        ),
        new(
            "A query is the union of its properties",
            "Answer each property of a query, whatever the others ask.",
            UnionAsync
        ),
        new(
            "A cluster-scoped object is found by its name",
            "Answer queries whose Namespace is null.",
            ClusterScopedAsync
        ),
        new(
            "What may be absent is absent without a word",
            "Report nothing about a kind that is not there where MayBeAbsent is set.",
            MayBeAbsentAsync
        ),
        new(
            "Metadata alone is the whole metadata",
            "Where MetadataOnly is set, leave out what you like but nothing of metadata.",
            MetadataAsync
        ),
    ];

    /// <summary>All names of all scopes in one wave.</summary>
    private static Task<string?> NamesAsync(SourceTrial trial, CancellationToken token) =>
        trial.ExpectAsync([.. trial.Scopes.Select(Named)], Ids(trial.Objects), token);

    /// <summary>A name that is not there, alone and beside one that is.</summary>
    private static async Task<string?> AbsentNamesAsync(SourceTrial trial, CancellationToken token)
    {
        var wave = trial.Scopes.Select(scope => new ResourceQuery(scope.Key.Kind, scope.Key.Namespace)
        {
            Names = [Absent, scope.First().Id.Name],
        });
        var there = trial.Scopes.Select(scope => scope.First().Id).ToList();
        return await trial.ExpectAsync([.. wave], there, token).ConfigureAwait(false)
            ?? await NothingAsync(trial, Absent, token).ConfigureAwait(false);
    }

    /// <summary>Objects name each other by whatever their users wrote.</summary>
    private static async Task<string?> OddNamesAsync(SourceTrial trial, CancellationToken token)
    {
        string[] odd = ["", "..", "a/b", "a%2fb", "a b", "a?b", "a#b"];
        foreach (var name in odd)
        {
            if (await NothingAsync(trial, name, token).ConfigureAwait(false) is { } found)
                return $"The name '{name}': {found}";
        }

        return null;
    }

    /// <summary>Every key with all the values that it has in a scope.</summary>
    private static async Task<string?> LabelsAsync(SourceTrial trial, CancellationToken token)
    {
        var keys = trial.Objects.SelectMany(SourceTrial.LabelsOf).Select(label => label.Key).Distinct().Order();
        foreach (var key in keys)
        {
            var labelled = trial.Objects.Where(o => Values(o, key).Any()).ToList();
            var wave = labelled
                .GroupBy(o => (o.Id.Kind, o.Id.Namespace))
                .Select(scope => Labelled(scope.Key, key, [.. scope.SelectMany(o => Values(o, key)).Distinct()]));
            if (await trial.ExpectAsync([.. wave], Ids(labelled), token).ConfigureAwait(false) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>One value of each key and scope, and a second one that nobody has.</summary>
    private static async Task<string?> ValuesAsync(SourceTrial trial, CancellationToken token)
    {
        foreach (var scope in trial.Scopes)
        {
            foreach (var (key, value) in scope.SelectMany(SourceTrial.LabelsOf).DistinctBy(label => label.Key))
            {
                var labelled = Ids(scope.Where(o => Values(o, key).Contains(value)));
                ResourceQuery[] wave = [Labelled(scope.Key, key, [value, Absent])];
                if (await trial.ExpectAsync(wave, labelled, token).ConfigureAwait(false) is { } found)
                    return found;
            }
        }

        return null;
    }

    /// <summary>All owners of a scope at once.</summary>
    private static Task<string?> OwnersAsync(SourceTrial trial, CancellationToken token)
    {
        var owned = trial.Objects.Where(o => SourceTrial.OwnersOf(o).Count > 0).ToList();
        var wave = owned
            .GroupBy(o => (o.Id.Kind, o.Id.Namespace))
            .Select(scope => new ResourceQuery(scope.Key.Kind, scope.Key.Namespace)
            {
                OwnerUids = [.. scope.SelectMany(SourceTrial.OwnersOf).Distinct()],
            });

        return trial.ExpectAsync([.. wave], Ids(owned), token);
    }

    private static Task<string?> AllAsync(SourceTrial trial, CancellationToken token) =>
        trial.ExpectAsync([.. trial.Scopes.Select(WholeScope)], Ids(trial.Objects), token);

    private static Task<string?> EverywhereAsync(SourceTrial trial, CancellationToken token)
    {
        var kinds = trial.Objects.Select(o => o.Id.Kind).Distinct();

        return trial.ExpectAsync(
            [.. kinds.Select(kind => new ResourceQuery(kind, null) { All = true })],
            Ids(trial.Objects),
            token
        );
    }

    /// <summary>The first object of a scope by name, what has labels by these, what has owners by those.</summary>
    private static Task<string?> UnionAsync(SourceTrial trial, CancellationToken token)
    {
        var wave = trial.Scopes.Select(scope => new ResourceQuery(scope.Key.Kind, scope.Key.Namespace)
        {
            Names = [scope.First().Id.Name],
            Labels = scope
                .SelectMany(SourceTrial.LabelsOf)
                .GroupBy(label => label.Key, label => label.Value)
                .ToDictionary(label => label.Key, label => (IReadOnlyCollection<string>)[.. label.Distinct()]),
            OwnerUids = [.. scope.SelectMany(SourceTrial.OwnersOf).Distinct()],
        });
        var expected = trial.Scopes.SelectMany(scope =>
            scope.Where((o, i) => i == 0 || SourceTrial.LabelsOf(o).Count + SourceTrial.OwnersOf(o).Count > 0)
        );

        return trial.ExpectAsync([.. wave], Ids(expected), token);
    }

    private static Task<string?> ClusterScopedAsync(SourceTrial trial, CancellationToken token)
    {
        var scopes = trial.Scopes.Where(scope => scope.Key.Namespace is null).ToList();

        return trial.ExpectAsync([.. scopes.Select(Named)], Ids(scopes.SelectMany(scope => scope)), token);
    }

    /// <summary>A kind that no source knows, beside one that it does.</summary>
    private static async Task<string?> MayBeAbsentAsync(SourceTrial trial, CancellationToken token)
    {
        var kind = new GroupKind("absent.example.com", "AbsentFromEverySource");
        ResourceQuery[] wave =
        [
            new(kind, "default") { All = true, MayBeAbsent = true },
            .. trial.Scopes.Take(1).Select(WholeScope),
        ];
        var answer = await trial.Source.FetchAsync(wave, token).ConfigureAwait(false);
        if (
            answer.Findings.FirstOrDefault(finding => finding.Message.Contains(kind.Kind, StringComparison.Ordinal)) is
            { } said
        )
            return $"Of {kind} it says: {said.Message}";

        return SourceTrial.Compare(wave, Ids(trial.Scopes[0]), answer);
    }

    private static async Task<string?> MetadataAsync(SourceTrial trial, CancellationToken token)
    {
        ResourceQuery[] wave = [.. trial.Scopes.Select(scope => WholeScope(scope) with { MetadataOnly = true })];
        var answer = await trial.Source.FetchAsync(wave, token).ConfigureAwait(false);
        if (SourceTrial.Compare(wave, Ids(trial.Objects), answer) is { } missing)
            return missing;

        var came = answer.Resources.DistinctBy(o => o.Id).ToDictionary(o => o.Id);
        return trial.Objects.FirstOrDefault(o => !HasMetadataOf(came[o.Id], o)) is { } changed
            ? $"The uid, labels or owners of {changed.Id} are others in {SourceTrial.Describe(wave)}."
            : null;
    }

    private static bool HasMetadataOf(Resource came, Resource expected) =>
        came.StringAt("/metadata/uid") == (expected.StringAt("/metadata/uid") ?? came.StringAt("/metadata/uid"))
        && SourceTrial.LabelsOf(came).ToHashSet().SetEquals(SourceTrial.LabelsOf(expected))
        && SourceTrial.OwnersOf(came).SequenceEqual(SourceTrial.OwnersOf(expected));

    /// <summary>Asks every scope for a name that nobody has.</summary>
    private static async Task<string?> NothingAsync(SourceTrial trial, string name, CancellationToken token)
    {
        ResourceQuery[] wave =
        [
            .. trial.Scopes.Select(scope => new ResourceQuery(scope.Key.Kind, scope.Key.Namespace) { Names = [name] }),
        ];
        var answer = await trial.Source.FetchAsync(wave, token).ConfigureAwait(false);
        if (answer.Resources.FirstOrDefault(o => o.Id.Name == name) is { } invented)
            return $"{invented.Id} came, which nobody put there.";

        return SourceTrial.Compare(wave, [], answer);
    }

    private static ResourceQuery Named(IGrouping<(GroupKind Kind, string? Namespace), Resource> scope) =>
        new(scope.Key.Kind, scope.Key.Namespace) { Names = [.. scope.Select(o => o.Id.Name)] };

    private static ResourceQuery WholeScope(IGrouping<(GroupKind Kind, string? Namespace), Resource> scope) =>
        new(scope.Key.Kind, scope.Key.Namespace) { All = true };

    private static ResourceQuery Labelled(
        (GroupKind Kind, string? Namespace) scope,
        string key,
        IReadOnlyCollection<string> values
    ) =>
        new(scope.Kind, scope.Namespace)
        {
            Labels = new Dictionary<string, IReadOnlyCollection<string>> { [key] = values },
        };

    private static IEnumerable<string> Values(Resource resource, string key) =>
        SourceTrial.LabelsOf(resource).Where(label => label.Key == key).Select(label => label.Value);

    private static List<ResourceId> Ids(IEnumerable<Resource> objects) => [.. objects.Select(o => o.Id)];
}
