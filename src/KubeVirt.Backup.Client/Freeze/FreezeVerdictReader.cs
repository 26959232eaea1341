using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads the document of verdicts, format version 1.</summary>
internal static class FreezeVerdictReader
{
    /// <summary>A little less than a TimeSpan can hold.</summary>
    private const decimal MaxSeconds = 900_000_000_000;

    /// <summary>Reads the document. Members that are not known are skipped.</summary>
    /// <exception cref="FormatException">It is no such document; the message says where and why.</exception>
    public static IReadOnlyList<FreezeVerdict> Read(JsonElement root)
    {
        ThrowIfOtherVersion(root);
        if (Find(root, "verdicts") is not { ValueKind: JsonValueKind.Array } verdicts)
            throw Unreadable("/verdicts", "there is no list");

        var read = verdicts.EnumerateArray().Select((verdict, i) => Verdict(verdict, $"/verdicts/{i}"));
        return [.. read.OrderBy(verdict => verdict.Guest)];
    }

    /// <summary>Reads one verdict within another document.</summary>
    /// <exception cref="FormatException">It is no verdict; the message says where and why.</exception>
    public static FreezeVerdict ReadOne(JsonElement verdict) => Verdict(verdict, "");

    /// <summary>A later version may mean something else by the same names, so it is not read at all.</summary>
    private static void ThrowIfOtherVersion(JsonElement root)
    {
        if (
            Find(root, "formatVersion") is not { ValueKind: JsonValueKind.Number } number
            || !number.TryGetInt32(out var version)
        )
            throw Unreadable("/formatVersion", "there is no format version");

        if (version != 1)
        {
            throw Unreadable(
                "/formatVersion",
                $"it is of format version {version}, and only 1 can be read. "
                    + "Read it with a later version of this library"
            );
        }
    }

    /// <summary>Reads one verdict, with all that it says; each message names the place by its pointer.</summary>
    private static FreezeVerdict Verdict(JsonElement json, string at)
    {
        var consistency = Text(json, at, "consistency");
        if (!ResourceId.TryParse(Text(json, at, "guest"), out var guest))
            throw Unreadable($"{at}/guest", "it is no id of an object");

        var known = ConsistencyOf(at, consistency);
        var reason = Text(json, at, "reason");
        TimeSpan? frozen = Find(json, "frozenSeconds") is null ? null : Seconds(json, at, "frozenSeconds");
        return new FreezeVerdict(guest, known, reason, frozen)
        {
            Claims = Claims(json, at),
            Evidence = Find(json, "evidence") is { } evidence ? Evidence(evidence, $"{at}/evidence") : null,
            Action = Find(json, "action") is { } action ? Action(action, $"{at}/action") : null,
        };
    }

    private static List<ResourceId> Claims(JsonElement json, string at)
    {
        if (Find(json, "claims") is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            throw Unreadable($"{at}/claims", "there is no list");

        var claims = new List<ResourceId>();
        foreach (var (i, item) in list.EnumerateArray().Index())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            if (!ResourceId.TryParse(text, out var claim))
                throw Unreadable($"{at}/claims/{i}", "it is no id of an object");
            claims.Add(claim);
        }

        return claims;
    }

    private static Consistency ConsistencyOf(string at, string text)
    {
        // Numbers parse as values of an enum, too.
        if (!Enum.TryParse<Consistency>(text, ignoreCase: true, out var known) || !char.IsAsciiLetterLower(text[0]))
            throw Unreadable($"{at}/consistency", "it is not known");

        return known;
    }

    private static FreezeEvidence Evidence(JsonElement json, string at) =>
        new()
        {
            Uid = Text(json, at, "uid"),
            From = Time(json, at, "from"),
            To = Time(json, at, "to"),
            Held = Seconds(json, at, "heldSeconds"),
            Budget = Seconds(json, at, "budgetSeconds"),
            StatusFrozen = Find(json, "statusFrozen") is null ? null : IsTrue(json, at, "statusFrozen"),
            IsConfirmed = IsTrue(json, at, "confirmed"),
        };

    private static ActionEvidence Action(JsonElement json, string at) =>
        new()
        {
            Action = Id(json, at, "action"),
            Content = Find(json, "content") is null ? null : Id(json, at, "content"),
            Phase = Find(json, "phase") is null ? "" : Text(json, at, "phase"),
            States = States(json, at),
            CreationTime = Find(json, "creationTime") is null ? null : Time(json, at, "creationTime"),
        };

    private static List<string> States(JsonElement json, string at)
    {
        if (Find(json, "states") is not { ValueKind: JsonValueKind.Array } list)
            return [];

        return
        [
            .. list.EnumerateArray()
                .Select(state =>
                    state.ValueKind == JsonValueKind.String
                        ? state.GetString()!
                        : throw Unreadable($"{at}/states", "one of them is no text")
                ),
        ];
    }

    private static ResourceId Id(JsonElement json, string at, string name) =>
        ResourceId.TryParse(Text(json, at, name), out var id)
            ? id
            : throw Unreadable($"{at}/{name}", "it is no id of an object");

    private static string Text(JsonElement json, string at, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw Unreadable($"{at}/{name}", "there is no text");

    private static DateTimeOffset Time(JsonElement json, string at, string name) =>
        DateTimeOffset.TryParseExact(
            Text(json, at, name),
            "O",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : throw Unreadable($"{at}/{name}", "it is no time");

    /// <summary>Reads seconds, of which fractions are kept to the tick.</summary>
    private static TimeSpan Seconds(JsonElement json, string at, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetDecimal(out var seconds)
        && Math.Abs(seconds) < MaxSeconds
            ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond))
            : throw Unreadable($"{at}/{name}", "it is no number of seconds");

    private static bool IsTrue(JsonElement json, string at, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
            ? value.GetBoolean()
            : throw Unreadable($"{at}/{name}", "it is neither true nor false");

    private static JsonElement? Find(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static FormatException Unreadable(string pointer, string why) =>
        new($"These are no verdicts that can be read: at {pointer} {why}.");
}
