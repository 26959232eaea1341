using System.Text.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>A label selector as objects hold it: a map of labels, or matchLabels and matchExpressions.</summary>
/// <remarks>
/// Source: Kubernetes meta/v1 LabelSelector; core/v1 ServiceSpec.selector for the map. Cilium pkg/labels/labels.go: the keys
/// of its selectors may begin with where the label comes from, and labels of pods are those of <c>k8s</c>.
/// </remarks>
/// <param name="Labels">The labels that must be there with these values.</param>
/// <param name="Expressions">Further conditions, all of which must hold.</param>
internal sealed record LabelQuery(
    IReadOnlyList<KeyValuePair<string, string>> Labels,
    IReadOnlyList<LabelQuery.Expression> Expressions
)
{
    private static readonly string[] SourcesOfLabels = ["k8s:", "any:"];

    /// <summary>Reads a selector. What is of an odd shape selects nothing, as the API server would refuse it.</summary>
    /// <returns>The selector; <see langword="null"/> where the value is none.</returns>
    public static LabelQuery? Read(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } selector)
            return null;

        var isStructured =
            selector.TryGetProperty("matchLabels", out var labels) && labels.ValueKind == JsonValueKind.Object;
        var hasExpressions =
            selector.TryGetProperty("matchExpressions", out var expressions)
            && expressions.ValueKind == JsonValueKind.Array;
        if (!isStructured && !hasExpressions)
            return new LabelQuery(Texts(selector), []);

        var pairs = isStructured ? Texts(labels) : [];
        var conditions = hasExpressions ? expressions.EnumerateArray().Select(ReadExpression) : [];

        return new LabelQuery(pairs, [.. conditions.OfType<Expression>()]);
    }

    /// <summary>Whether it asks for no label, and so selects every object.</summary>
    public bool IsOfEverything => Labels.Count + Expressions.Count == 0;

    /// <summary>Whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        Labels.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value)
        && Expressions.All(expression => expression.Holds(labels));

    private static List<KeyValuePair<string, string>> Texts(JsonElement map) =>
        [
            .. map.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .Select(member => KeyValuePair.Create(WithoutSource(member.Name), member.Value.GetString()!)),
        ];

    private static Expression? ReadExpression(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "key") is not { } key)
            return null;

        var values =
            element.TryGetProperty("values", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(Text)
                : [];

        return new Expression(
            WithoutSource(key),
            Text(element, "operator") ?? "",
            values.ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>The key of a label in Kubernetes, which cannot hold a colon.</summary>
    private static string WithoutSource(string key)
    {
        var source = Array.Find(SourcesOfLabels, source => key.StartsWith(source, StringComparison.Ordinal));

        return source is null ? key : key[source.Length..];
    }

    private static string Text(JsonElement item) => item.GetString()!;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>One condition on a label.</summary>
    internal sealed record Expression(string Key, string Operator, IReadOnlySet<string> Values)
    {
        /// <summary>Whether it holds for an object with these labels.</summary>
        public bool Holds(IReadOnlyDictionary<string, string> labels)
        {
            var isThere = labels.TryGetValue(Key, out var value);

            return Operator switch
            {
                "In" => isThere && Values.Contains(value!),
                "NotIn" => !isThere || !Values.Contains(value!),
                "Exists" => isThere,
                "DoesNotExist" => !isThere,
                _ => false,
            };
        }
    }
}
