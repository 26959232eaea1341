using System.Text.Json;
using Shouldly;
using Xunit;
using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What the feature gates of CDI decide.</summary>
public class CdiGatesTests
{
    private const string Waits = "HonorWaitForFirstConsumer";
    private const string Adopts = "DataVolumeClaimAdoption";
    private const string Import = "cdi.kubevirt.io/storage.import.endpoint: \"http://x\"";

    private static readonly string OfLocal = OfClass("local");

    [Theory]
    [InlineData("local", Waits, "PendingPopulation", 0)]
    [InlineData("local", "", "unknown", 2)]
    [InlineData("cold", Waits, "WaitForFirstConsumer", 0)]
    [InlineData("cold", "", "Pending", 1)]
    public void A_volume_of_a_class_that_waits_is_filled_at_once_without_the_gate(
        string @class,
        string gate,
        string phase,
        int workers
    )
    {
        var report = Run(With(gate), OfClass(@class));
        var objects = report.Observed.GetProperty("objects").EnumerateArray().ToList();

        PhaseOf(objects, "DataVolume/ns/d").ShouldBe(phase);
        objects.Count(IsWorker).ShouldBe(workers);
    }

    [Theory]
    [InlineData(Waits, VolumeOutcome.WaitsForConsumer)]
    [InlineData("", VolumeOutcome.Overwritten)]
    public void A_claim_with_what_imports_it_is_written_to_before_it_is_bound_without_the_gate(
        string gate,
        VolumeOutcome outcome
    ) => Run(With(gate), Claim(annotations: Import, spec: ", storageClassName: local")).OutcomeOf().ShouldBe(outcome);

    [Theory]
    [InlineData("", "", VolumeOutcome.Kept, 1)]
    [InlineData(Adopts, "", VolumeOutcome.Adopted, 0)]
    [InlineData(Adopts, "cdi.kubevirt.io/allowClaimAdoption: \"false\"", VolumeOutcome.Kept, 1)]
    [InlineData(Adopts, "cdi.kubevirt.io/allowClaimAdoption: perhaps", VolumeOutcome.Kept, 1)]
    [InlineData("", "cdi.kubevirt.io/allowClaimAdoption: \"true\"", VolumeOutcome.Adopted, 0)]
    public void A_claim_without_a_mark_is_adopted_by_the_gate_unless_its_DataVolume_says_otherwise(
        string gate,
        string annotation,
        VolumeOutcome outcome,
        int refusals
    )
    {
        var report = Run(With(gate), Claim(), "wait", Volume(annotation));

        (report.OutcomeOf(), report.Refusals.Count).ShouldBe((outcome, refusals));
    }

    [Fact]
    public void What_hangs_on_gates_that_nobody_knows_is_unknown()
    {
        var unknown = Play.Target with { CdiFeatureGates = null };
        Run(unknown, OfLocal).OutcomeOf().ShouldBe(VolumeOutcome.Unknown);
        Run(unknown, Claim(), Volume()).OutcomeOf().ShouldBe(VolumeOutcome.Unknown);

        var imported = Claim(annotations: Import, spec: ", storageClassName: local");
        Run(unknown, imported).OutcomeOf().ShouldBe(VolumeOutcome.Unknown);
        Run(unknown, imported)
            .Volumes[0]
            .Reason.ShouldBe("It depends on the feature gates of CDI, which are not known.");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("cold")]
    public void What_is_observed_of_it_is_unknown_too(string @class)
    {
        var unknown = With("") with { CdiFeatureGates = null };
        var imported = Claim("e", annotations: Import, spec: $", storageClassName: {@class}");
        var objects = Run(unknown, OfClass(@class), imported).Observed.GetProperty("objects").EnumerateArray().ToList();

        PhaseOf(objects, "DataVolume/ns/d").ShouldBe("unknown");
        objects
            .Where(one => one.TryGetProperty("overwrittenBy", out _))
            .Select(one => one.GetProperty("overwrittenBy").GetString())
            .ShouldBe(["unknown", "unknown"]);
    }

    [Fact]
    public void What_does_not_hang_on_them_is_known_all_the_same()
    {
        var unknown = Play.Target with { CdiFeatureGates = null };
        Run(unknown, Volume()).OutcomeOf().ShouldBe(VolumeOutcome.FilledAnew);
        Run(unknown, Claim()).OutcomeOf().ShouldBe(VolumeOutcome.Kept);
        Run(unknown, Claim(spec: ", storageClassName: local")).OutcomeOf().ShouldBe(VolumeOutcome.WaitsForConsumer);
        Run(unknown, Claim(annotations: Import)).OutcomeOf().ShouldBe(VolumeOutcome.Overwritten);

        var marked = Claim(annotations: PopulatedFor);
        Run(unknown, marked, Volume(PrePopulated)).OutcomeOf().ShouldBe(VolumeOutcome.Adopted);
    }

    [Theory]
    [InlineData("{}", Waits)]
    [InlineData("""{"cdi": {"spec": {"featureGates": []}}}""", "")]
    [InlineData("""{"cdi": {"spec": {}}}""", "")]
    [InlineData("""{"cdi": {"spec": {"featureGates": ["DataVolumeClaimAdoption"]}}}""", Adopts)]
    [InlineData("""{"cdi": "unknown"}""", null)]
    public void A_target_is_read_with_them(string target, string? gates)
    {
        using var json = JsonDocument.Parse(target);
        var read = RehearsalTarget.Read(json.RootElement).CdiFeatureGates;

        (read is null ? null : string.Join(' ', read)).ShouldBe(gates);
    }

    private static RehearsalTarget With(string gate) =>
        Play.Target with
        {
            StorageClasses = [.. Play.Target.StorageClasses, new RehearsalClass("cold", HasCsiDriver: false, true)],
            CdiFeatureGates = gate.Length == 0 ? [] : [gate],
        };

    private static string OfClass(string name) =>
        Volume()
            .Replace(
                "storage: {resources",
                $"storage: {{storageClassName: {name}, resources",
                StringComparison.Ordinal
            );

    private static string? PhaseOf(IEnumerable<JsonElement> objects, string id) =>
        objects.Single(one => one.GetProperty("id").GetString() == id).GetProperty("phase").GetString();

    // An importer, or the claim that is filled in place of another.
    private static bool IsWorker(JsonElement one) =>
        one.GetProperty("id").GetString() is { } id
        && (id.Contains("/importer-", StringComparison.Ordinal) || id.Contains("/prime-", StringComparison.Ordinal));
}
