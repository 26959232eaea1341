using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>A source under trial, and the objects that it holds.</summary>
/// <param name="Source">The source.</param>
/// <param name="Objects">All that it holds of their kinds.</param>
internal sealed record SourceTrial(IResourceSource Source, IReadOnlyCollection<Resource> Objects)
{
    /// <summary>The objects by kind and namespace: one query asks for those of one scope.</summary>
    public IReadOnlyList<IGrouping<(GroupKind Kind, string? Namespace), Resource>> Scopes { get; } =
    [.. Objects.GroupBy(resource => (resource.Id.Kind, resource.Id.Namespace))];

    /// <summary>Asks for one wave, and says what of it is missing.</summary>
    /// <param name="wave">The queries.</param>
    /// <param name="expected">The ids of the objects that they ask for.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <returns>What is missing or doubled; <see langword="null"/> where all came.</returns>
    public async Task<string?> ExpectAsync(
        IReadOnlyList<ResourceQuery> wave,
        IReadOnlyCollection<ResourceId> expected,
        CancellationToken cancellationToken
    )
    {
        var answer = await Source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);

        return Compare(wave, expected, answer);
    }

    /// <summary>Compares what came with what was expected. Objects that nobody asked for are ignored, as plans do.</summary>
    /// <param name="wave">The queries.</param>
    /// <param name="expected">The ids of the objects that they ask for.</param>
    /// <param name="answer">What came.</param>
    public static string? Compare(
        IReadOnlyList<ResourceQuery> wave,
        IReadOnlyCollection<ResourceId> expected,
        ResourceAnswer answer
    )
    {
        var came = answer.Resources.Select(resource => resource.Id).ToHashSet();
        var missing = expected.Where(id => !came.Contains(id)).Order().ToList();
        if (missing.Count > 0)
        {
            var arrived = $"{expected.Count - missing.Count} of {expected.Count} objects came";
            return $"Of {Describe(wave)}, {arrived}; missing: {Laws.Some(missing)}.{Reasons(answer)}";
        }

        return answer.NotRead.Count > 0
            ? $"Of {Describe(wave)}, all came, and yet NotRead names {Describe(answer.NotRead)}.{Reasons(answer)}"
            : null;
    }

    /// <summary>Queries as a text for people.</summary>
    public static string Describe(IReadOnlyList<ResourceQuery> wave) =>
        wave.Count == 1 ? Describe(wave[0]) : $"a wave of {wave.Count} queries, such as {Describe(wave[0])}";

    /// <summary>The labels of an object.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> LabelsOf(Resource resource) =>
        resource.At("/metadata/labels") is { ValueKind: JsonValueKind.Object } labels
            ?
            [
                .. labels
                    .EnumerateObject()
                    .Where(label => label.Value.ValueKind == JsonValueKind.String)
                    .Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!)),
            ]
            : [];

    /// <summary>The UIDs of the owners of an object.</summary>
    public static IReadOnlyList<string> OwnersOf(Resource resource)
    {
        if (resource.At("/metadata/ownerReferences") is not { ValueKind: JsonValueKind.Array } owners)
            return [];

        var uids = Enumerable
            .Range(0, owners.GetArrayLength())
            .Select(i => resource.StringAt($"/metadata/ownerReferences/{i}/uid"));
        return [.. uids.OfType<string>().Where(uid => uid.Length > 0)];
    }

    /// <summary>A query as a reader asks it: what of which kind and namespace.</summary>
    private static string Describe(ResourceQuery query)
    {
        var parts = new List<string>();
        if (query.All)
            parts.Add("All");
        if (query.Names.Count > 0)
            parts.Add($"Names {Laws.Some(query.Names)}");
        foreach (var (key, values) in query.Labels)
            parts.Add($"Labels {key} in ({Laws.Some(values)})");
        if (query.OwnerUids.Count > 0)
            parts.Add($"OwnerUids {Laws.Some(query.OwnerUids)}");
        if (query.MetadataOnly)
            parts.Add("MetadataOnly");
        if (query.MayBeAbsent)
            parts.Add("MayBeAbsent");
        var place = query.Namespace is null ? "no namespace" : $"namespace {query.Namespace}";

        return $"{query.Kind} in {place} ({string.Join("; ", parts)})";
    }

    /// <summary>What the source said of that which it did not read.</summary>
    private static string Reasons(ResourceAnswer answer) =>
        answer.Findings.Count == 0
            ? ""
            : $" Its findings say: {Laws.Some([.. answer.Findings.Select(finding => finding.Message)])}";
}
