using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What is there at the end of a rehearsal, in the form in which runs under the real controllers are recorded, so that
/// the two can be compared.
/// </summary>
internal sealed class Observed
{
    /// <summary>What the model cannot know.</summary>
    public const string Unknown = "unknown";

    private static readonly GroupKind[] LeftOut = [Kinds.PersistentVolume];

    private readonly World _world;
    private readonly IReadOnlyList<Refusal> _refusals;
    private readonly Dictionary<string, string> _words;

    // The same within a text of JSON: a name may hold a quotation mark.
    private readonly Dictionary<string, string> _wordsInJson;

    public Observed(World world, IReadOnlyList<Refusal> refusals)
    {
        _world = world;
        _refusals = refusals;
        _words = Words.Of(world);
        _wordsInJson = _words.ToDictionary(
            word => word.Key,
            word => JsonEncodedText.Encode(word.Value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()
        );
    }

    /// <summary>The document: what was refused, what is there, what was warned of.</summary>
    public JsonObject ToNode() =>
        new()
        {
            ["refused"] = new JsonArray([.. _refusals.Where(refusal => refusal.Step >= 0).Select(Told)]),
            ["objects"] = new JsonArray([.. Objects()]),
            ["warnings"] = new JsonArray([.. Warnings().Select(Told)]),
        };

    /// <summary>The id of an object with words in place of what only a server decides.</summary>
    public string NameOf(ResourceId id) => Marks.Replace(Short(id), _words);

    /// <summary>A text with words in place of marks.</summary>
    public string Read(string text) => Marks.Replace(text, _words);

    private static string Short(ResourceId id) =>
        id.Namespace is null ? $"{id.Kind.Kind}/{id.Name}" : $"{id.Kind.Kind}/{id.Namespace}/{id.Name}";

    private JsonNode Told(Refusal refusal) =>
        new JsonObject
        {
            ["step"] = refusal.Step,
            ["code"] = refusal.Code,
            ["reason"] = refusal.Reason,
            ["message"] = Read(refusal.Message),
        };

    /// <summary>The events of type Warning, each once.</summary>
    public IReadOnlyList<RehearsalWarning> Warnings() =>
        [
            .. _world
                .Warnings.Select(told => new RehearsalWarning(NameOf(told.Object), told.Reason, Read(told.Message)))
                .Distinct()
                .OrderBy(warning => warning.Object, StringComparer.Ordinal)
                .ThenBy(warning => warning.Reason, StringComparer.Ordinal),
        ];

    private static JsonNode Told(RehearsalWarning warning) =>
        new JsonObject
        {
            ["object"] = warning.Object,
            ["reason"] = warning.Reason,
            ["message"] = warning.Message,
        };

    /// <summary>What was brought, in its order, then what was made, by id.</summary>
    private IEnumerable<JsonNode> Objects()
    {
        var brought = _world.All.Where(one => one.Manifest is not null).Select(one => one.Id);
        var ids = brought.Concat(_refusals.Select(refusal => refusal.Object)).Distinct().ToList();
        foreach (var id in ids)
            yield return OfBrought(id);

        var made = _world
            .All.Where(one =>
                one.Origin == ObjectOrigin.Controller && !LeftOut.Contains(one.Kind) && !ids.Contains(one.Id)
            )
            .GroupBy(one => NameOf(one.Id), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in made)
            yield return OfMade(group.Key, group.LastOrDefault(one => one.IsLive) ?? group.Last());
    }

    /// <summary>What became of an object that a step or the target brought.</summary>
    private JsonObject OfBrought(ResourceId id)
    {
        var all = _world.All.Where(one => one.Id == id).ToList();
        var brought = all.FirstOrDefault(one => one.Manifest is not null);
        var live = all.LastOrDefault(one => one.IsLive);
        var origin =
            brought is not null ? OriginOf(brought)
            : all.Count > 0 ? "controller"
            : "refused";
        if (live is null)
            return Absent(NameOf(id), origin, all.Count > 0);
        if (_world.IsUncertain(live))
            return new JsonObject
            {
                ["id"] = NameOf(id),
                ["exists"] = Unknown,
                ["origin"] = origin,
            };

        var told = new JsonObject
        {
            ["id"] = NameOf(id),
            ["exists"] = true,
            ["origin"] = origin,
        };
        if (brought is not null && brought != live)
            told["replaced"] = true;

        return Describe(told, live);
    }

    /// <summary>What became of an object that a controller made.</summary>
    private JsonObject OfMade(string name, WorldObject one)
    {
        if (!one.IsLive)
            return Absent(name, "controller", true);

        var exists = _world.IsUncertain(one) ? (JsonNode)Unknown : true;
        var told = new JsonObject
        {
            ["id"] = name,
            ["exists"] = exists,
            ["origin"] = "controller",
        };
        return _world.IsUncertain(one) ? told : Describe(told, one);
    }

    private static string OriginOf(WorldObject one) => one.Origin == ObjectOrigin.Existing ? "existing" : "applied";

    private static JsonObject Absent(string name, string origin, bool wasThere)
    {
        var told = new JsonObject
        {
            ["id"] = name,
            ["exists"] = false,
            ["origin"] = origin,
        };
        if (wasThere)
            told["wasThere"] = true;

        return told;
    }

    /// <summary>
    /// Adds what is told of an object of its kind. A field of which a part is not known is not known.
    /// </summary>
    private JsonObject Describe(JsonObject told, WorldObject one)
    {
        foreach (var (field, value) in ObservedFields.Of(_world, one))
        {
            var text = Marks.Replace(value is null ? "null" : NodeValue.ToText(value), _wordsInJson);
            told[field] = text.Contains($"\"{Unknown}\"", StringComparison.Ordinal) ? Unknown : NodeValue.Parse(text);
        }

        return told;
    }
}
