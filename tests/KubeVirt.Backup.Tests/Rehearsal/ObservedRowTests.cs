using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What was observed under the real controllers, row by row: a rehearsal says the same, and no row is forgotten.
/// </summary>
public partial class ObservedRowTests
{
    public static TheoryData<string> Covered => [.. ObservedRows.Covered.Select(row => $"{row.Row} {row.Title}")];

    [Theory]
    [MemberData(nameof(Covered))]
    public void A_row_comes_out_as_it_was_observed(string name)
    {
        var row = ObservedRows.Covered.Single(row => $"{row.Row} {row.Title}" == name);
        var report = row.Run is { } number ? Recorded(number).Play() : Play.Run(row.Steps);
        var problems = row.Expected.Where(expected => !Holds(report, expected)).ToList();

        row.Expected.ShouldNotBeEmpty();
        problems.ShouldBeEmpty(report.Observed.GetRawText());
    }

    // What a run shows stands in its recording, too: else the row would point at the wrong one.
    [Fact]
    public void A_run_was_recorded_with_what_its_row_says()
    {
        Repository.Shared(Path.Combine("corpus", "observed-runs"));
        foreach (var row in ObservedRows.Covered.Where(row => row.Run is not null))
        {
            var outcomes = Recorded(row.Run!).Outcomes.Select(outcome => JsonElement.Parse(outcome.ToJsonString()));
            var expected = row.Expected.Where(one =>
                one.StartsWith("refused=", StringComparison.Ordinal) || IsOfObject(one)
            );
            foreach (var one in expected)
                outcomes.Any(outcome => HoldsIn(outcome, one)).ShouldBeTrue($"{row.Row} {row.Title}: {one}");
        }
    }

    [Fact]
    public void Every_row_of_the_list_is_covered_or_outside_with_a_reason()
    {
        var keys = Keys();
        var named = ObservedRows.Covered.Select(row => row.Row).Concat(ObservedRows.Outside.Select(row => row.Row));
        var forgotten = keys.Where(key => !named.Any(row => Names(row, key)));
        var lost = named.Where(row => !keys.Any(key => Names(row, key)));

        forgotten.ShouldBeEmpty();
        lost.Distinct().ShouldBeEmpty();
    }

    private static bool Names(string row, string key) => key.StartsWith(row, StringComparison.Ordinal);

    /// <summary>The rows of the list: its section, the first cell, and the second.</summary>
    private static List<string> Keys()
    {
        var keys = new List<string>();
        var section = "";
        var isHead = true;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Shared("facts"), "observed.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..4];
            if (!line.StartsWith('|'))
            {
                isHead = true;
                continue;
            }

            var cells = Cell()
                .Split(line.Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal));
            var isRow = !isHead && !line.StartsWith("|-", StringComparison.Ordinal);
            isHead = false;
            if (isRow)
                keys.Add($"{section}/{cells[1].Trim()}: {cells[2].Trim()}");
        }

        keys.Count.ShouldBeGreaterThan(100);
        return keys;
    }

    private static RecordedRun Recorded(string number)
    {
        var folder = Repository.Shared(Path.Combine("corpus", "observed-runs"));
        return new RecordedRun(File.ReadAllText(Directory.EnumerateFiles(folder, $"{number}-*.json").Single()));
    }

    private static bool Holds(RehearsalReport report, string expected)
    {
        var (what, value) = Split(expected);
        return what switch
        {
            "warned" => report.Warnings.Any(warning => warning.Reason == value),
            "told" => report.Story.Any(told => told.What.Contains(value, StringComparison.Ordinal)),
            "finding" => report.Findings.Any(finding => finding.Id == value),
            "volume" => report.Volumes.ShouldHaveSingleItem().Outcome.ToString() == value,
            "machine" => report.MachineOutcomeOf().ToString() == value,
            _ => HoldsIn(report.Observed, expected),
        };
    }

    /// <summary>Whether the form in which runs are recorded says something.</summary>
    private static bool HoldsIn(JsonElement observed, string expected)
    {
        var (what, value) = Split(expected);
        if (what == "refused")
            return observed
                .GetProperty("refused")
                .EnumerateArray()
                .Any(refusal => refusal.GetProperty("message").GetString()!.Contains(value, StringComparison.Ordinal));
        if (what == "nothing")
            return !Objects(observed).Any(one => (string?)one["id"] == value);

        var isPart = Part().Match(expected) is { Success: true };
        var place = isPart ? expected[..expected.IndexOf('~', StringComparison.Ordinal)] : what;
        var wanted = isPart ? expected[(place.Length + 1)..] : value;
        var (id, field) = (place[..place.LastIndexOf(' ')], place[(place.LastIndexOf(' ') + 1)..]);
        var found = Objects(observed).FirstOrDefault(one => IsNamed((string)one["id"]!, id));
        if (found is null)
            return false;

        var text =
            found[field] is JsonValue word && word.TryGetValue<string>(out var said)
                ? said
                : found[field]?.ToJsonString() ?? "null";
        return isPart ? text.Contains(wanted, StringComparison.Ordinal) : text == wanted;
    }

    /// <summary>What a controller makes is named by the beginning of its name alone.</summary>
    private static bool IsNamed(string id, string wanted)
    {
        const string Made = "made=";
        return wanted.StartsWith(Made, StringComparison.Ordinal)
            ? id.StartsWith(wanted[Made.Length..], StringComparison.Ordinal)
            : id == wanted;
    }

    private static IEnumerable<JsonObject> Objects(JsonElement observed) =>
        JsonNode.Parse(observed.GetRawText())!["objects"]!.AsArray().Select(one => one!.AsObject());

    private static bool IsOfObject(string expected) => Part().IsMatch(expected) || Split(expected).What.Contains('/');

    private static (string What, string Value) Split(string expected)
    {
        var at = expected.StartsWith("made=", StringComparison.Ordinal)
            ? expected.IndexOf('=', 5)
            : expected.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (expected, "") : (expected[..at], expected[(at + 1)..]);
    }

    /// <summary>An id, a field, and a part of its value.</summary>
    [GeneratedRegex(@"^[^ =~]+ \w+~")]
    private static partial Regex Part();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();
}
