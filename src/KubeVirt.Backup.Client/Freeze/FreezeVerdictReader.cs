using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads the document of verdicts, format version 1.</summary>
internal static class FreezeVerdictReader
{
    // What a TimeSpan holds.
    private const decimal MaxSeconds = 900_000_000_000;

    /// <exception cref="FormatException">It is no such document; the message says where and why.</exception>
    public static IReadOnlyList<FreezeVerdict> Read(JsonElement root)
    {
        if (
            Find(root, "formatVersion") is not { ValueKind: JsonValueKind.Number } version
            || !version.TryGetInt32(out var number)
        )
            throw Bad("/formatVersion", "there is no format version");
        if (number != 1)
            throw Bad(
                "/formatVersion",
                $"it is of format version {number}, and only 1 can be read. Read it with a later version of this library"
            );
        if (Find(root, "verdicts") is not { ValueKind: JsonValueKind.Array } verdicts)
            throw Bad("/verdicts", "there is no list");
        return
        [
            .. verdicts
                .EnumerateArray()
                .Select((verdict, i) => Verdict(verdict, $"/verdicts/{i}"))
                .OrderBy(verdict => verdict.Guest),
        ];
    }

    private static FreezeVerdict Verdict(JsonElement json, string at)
    {
        var consistency = Text(json, at, "consistency");
        return new FreezeVerdict(
            ResourceId.TryParse(Text(json, at, "guest"), out var guest)
                ? guest
                : throw Bad($"{at}/guest", "it is no id of an object"),
            Enum.TryParse<Consistency>(consistency, ignoreCase: true, out var known)
            && char.IsAsciiLetterLower(consistency[0])
                ? known
                : throw Bad($"{at}/consistency", "it is not known"),
            Text(json, at, "reason"),
            Find(json, "frozenSeconds") is null ? null : Seconds(json, at, "frozenSeconds")
        )
        {
            Evidence = Find(json, "evidence") is { } evidence ? Evidence(evidence, $"{at}/evidence") : null,
        };
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

    private static string Text(JsonElement json, string at, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw Bad($"{at}/{name}", "there is no text");

    private static DateTimeOffset Time(JsonElement json, string at, string name) =>
        DateTimeOffset.TryParseExact(
            Text(json, at, name),
            "O",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : throw Bad($"{at}/{name}", "it is no time");

    private static TimeSpan Seconds(JsonElement json, string at, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetDecimal(out var seconds)
        && Math.Abs(seconds) < MaxSeconds
            ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond))
            : throw Bad($"{at}/{name}", "it is no number of seconds");

    private static bool IsTrue(JsonElement json, string at, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
            ? value.GetBoolean()
            : throw Bad($"{at}/{name}", "it is neither true nor false");

    private static JsonElement? Find(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static FormatException Bad(string pointer, string why) =>
        new($"These are no verdicts that can be read: at {pointer} {why}.");
}
