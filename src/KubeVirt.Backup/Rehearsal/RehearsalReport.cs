using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What a rehearsal showed. Immutable.</summary>
/// <param name="Machines">What becomes of each machine that was restored, ordered by id.</param>
/// <param name="Volumes">What becomes of each volume, ordered by claim.</param>
/// <param name="Findings">Everything that nobody wants, ordered by object.</param>
/// <param name="Story">What happens, in its order, each with the rule and its source.</param>
/// <param name="Refusals">The steps that are turned down.</param>
/// <param name="Warnings">The events of type Warning that controllers will record.</param>
/// <param name="Observed">
/// What is there at the end: a JSON object with <c>refused</c>, <c>objects</c> and <c>warnings</c>, in the form in
/// which
/// runs under real controllers are recorded. What the model cannot know is the text <c>unknown</c>.
/// </param>
public sealed record RehearsalReport(
    IReadOnlyList<RehearsedMachine> Machines,
    IReadOnlyList<RehearsedVolume> Volumes,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<RehearsalEvent> Story,
    IReadOnlyList<Refusal> Refusals,
    IReadOnlyList<RehearsalWarning> Warnings,
    JsonElement Observed
)
{
    /// <summary>Whether a finding is an error: the restore fails or loses something.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"machines: {Machines.Count}, volumes: {Volumes.Count}, refused: {Refusals.Count}, findings: {Findings.Count}";

    internal static RehearsalReport Of(World world, Player player)
    {
        var observed = new Observed(world, player.Refusals);
        var volumes = new VolumeJudge(world, player.Refusals).All();
        var machines = new MachineJudge(world, player.Refusals, volumes).All();
        var findings = RehearsalFindings.Of(world, player.Refusals, volumes, machines);
        var story = world.Story.Select(told =>
            told with
            {
                Object = observed.Read(told.Object),
                What = observed.Read(told.What),
            }
        );

        return new RehearsalReport(
            machines,
            volumes,
            [.. findings],
            [.. story],
            player.Refusals,
            observed.Warnings(),
            NodeValue.ToElement(observed.ToNode())!.Value
        );
    }
}
