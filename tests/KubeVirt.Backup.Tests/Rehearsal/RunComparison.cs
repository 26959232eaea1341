using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Holds what a rehearsal foretells against what was observed, field by field.</summary>
/// <remarks>
/// Lists whose order means nothing are compared as sets. A field that is <c>unknown</c> is neither right nor wrong,
/// but it
/// is counted. Another value that was observed in the same outcome is right, too.
/// </remarks>
internal sealed class RunComparison
{
    private const string Unknown = "unknown";
    private static readonly string[] Unordered = ["owners", "workers", "accessModes", "claims"];

    private readonly List<string> _differences = [];

    private RunComparison() { }

    public int Right { get; private set; }

    public int NotKnown { get; private set; }

    public int All => Right + NotKnown + _differences.Count;

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>The comparison with the outcome that is nearest.</summary>
    public static RunComparison Nearest(RecordedRun run, JsonObject foretold) =>
        run.Outcomes.Select(outcome => Of(outcome, foretold)).MinBy(comparison => comparison._differences.Count)!;

    public static RunComparison Of(JsonObject observed, JsonObject foretold)
    {
        var comparison = new RunComparison();
        comparison.Compare("refused", observed["refused"], foretold["refused"]);
        comparison.CompareWarnings(observed["warnings"]!.AsArray(), foretold["warnings"]!.AsArray());
        var known = ById(observed);
        var mine = ById(foretold);
        foreach (var (id, one) in known)
            comparison.CompareObjects(id, one, mine.GetValueOrDefault(id));
        foreach (var id in mine.Keys.Except(known.Keys))
            comparison._differences.Add($"{id}: foretold, and never there");

        return comparison;
    }

    private static Dictionary<string, JsonObject> ById(JsonObject outcome) =>
        outcome["objects"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!.AsObject());

    private void CompareObjects(string id, JsonObject known, JsonObject? mine)
    {
        if (mine is null)
        {
            _differences.Add($"{id}: there, and not foretold");
            return;
        }

        if (Text(mine["exists"]) == Unknown)
        {
            NotKnown++;
            return;
        }

        var others = known["varies"] as JsonObject;
        var fields = known.Concat(mine).Select(field => field.Key).Distinct().Except(["id", "varies"]);
        foreach (var field in fields)
            Compare($"{id} {field}", known[field], mine[field], others?[field] as JsonArray);
    }

    /// <summary>A warning that came in some of the runs only may be foretold or not.</summary>
    private void CompareWarnings(JsonArray known, JsonArray mine)
    {
        var sure = known.Where(warning => warning!["seenIn"] is null).Select(Text).ToList();
        var possible = known.Select(warning => Text(Without(warning!.AsObject(), "seenIn"))).ToList();
        var told = mine.Select(Text).ToList();
        if (sure.Except(told).Any() || told.Except(possible).Any())
            _differences.Add($"warnings: {Text(known)}, foretold {Text(mine)}");
        else
            Right++;
    }

    private void Compare(string what, JsonNode? known, JsonNode? mine, JsonArray? others = null)
    {
        var isUnordered = Unordered.Any(field => what.EndsWith($" {field}", StringComparison.Ordinal));
        if (mine is JsonValue && Text(mine) == Unknown)
            NotKnown++;
        else if (AreEqual(known, mine, isUnordered) || (others ?? []).Any(other => AreEqual(other, mine, isUnordered)))
            Right++;
        else
            _differences.Add($"{what}: {Text(known)}, foretold {Text(mine)}");
    }

    private static bool AreEqual(JsonNode? one, JsonNode? other, bool isUnordered) =>
        isUnordered && one is JsonArray first && other is JsonArray second
            ? first.Select(Text).Order().SequenceEqual(second.Select(Text).Order())
            : JsonNode.DeepEquals(one, other);

    private static JsonObject Without(JsonObject one, string member)
    {
        var copy = one.DeepClone().AsObject();
        copy.Remove(member);
        return copy;
    }

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? "null";
}
