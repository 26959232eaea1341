using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The model foretells what was observed under the real controllers, in every recorded run.</summary>
public class RecordedRunTests(ITestOutputHelper output)
{
    // What only a race decides: how far CDI is with an import, which of several claims or instances is taken.
    private const double MostUnknown = 0.02;

    public static TheoryData<string> Runs
    {
        get
        {
            var folder = Repository.PathOf("..", "shared", "corpus", "observed-runs");
            var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [];

            return
            [
                .. files.Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal).DefaultIfEmpty("none"),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_ends_as_it_was_observed(string file)
    {
        var run = Read(file);
        var comparison = RunComparison.Nearest(run, Foretold(run));
        output.WriteLine($"{comparison.Right} of {comparison.All} fields, {comparison.NotKnown} unknown");

        comparison.Differences.ShouldBeEmpty();
    }

    [Fact]
    public void Hardly_anything_is_left_open()
    {
        Repository.Shared(Path.Combine("corpus", "observed-runs"));
        var comparisons = Runs.Select(file => Read(file.Data))
            .Select(run => RunComparison.Nearest(run, Foretold(run)))
            .ToList();
        var (all, unknown) = (comparisons.Sum(one => one.All), comparisons.Sum(one => one.NotKnown));
        output.WriteLine($"{comparisons.Sum(one => one.Right)} of {all} fields, {unknown} unknown");

        ((double)unknown / all).ShouldBeLessThan(MostUnknown);
    }

    // The same steps tell the same story, in whatever run.
    [Fact]
    public void A_rehearsal_is_the_same_each_time()
    {
        Repository.Shared(Path.Combine("corpus", "observed-runs"));
        foreach (var run in Runs.Select(file => Read(file.Data)))
            run.Play().Story.ShouldBe(run.Play().Story);
    }

    private static JsonObject Foretold(RecordedRun run) => JsonNode.Parse(run.Play().Observed.GetRawText())!.AsObject();

    private static RecordedRun Read(string file) =>
        new(File.ReadAllText(Path.Combine(Repository.Shared(Path.Combine("corpus", "observed-runs")), file)));
}
