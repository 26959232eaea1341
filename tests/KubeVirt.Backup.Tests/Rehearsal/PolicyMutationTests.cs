using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// The rehearsal knows no policy. So what a preset protects is seen by it, and a policy that is taken out of the
/// preset is
/// missed.
/// </summary>
public class PolicyMutationTests
{
    private static readonly RestorePolicy Preserve = RestorePresets.Preserve;

    [Fact]
    public void The_whole_preset_loses_nothing() => Rehearse(Preserve).Findings.ShouldBeEmpty();

    [Theory]
    [InlineData("strip-owners", FindingIds.RehearsedCollected)]
    [InlineData("mark-claims-populated", FindingIds.RehearsedRefusal)]
    [InlineData("unbind-claims", FindingIds.RehearsedPending)]
    [InlineData("pin-revisions", FindingIds.RehearsedPending)]
    [InlineData("unlabel-disks", FindingIds.RehearsedCollected)]
    public void A_policy_that_is_taken_away_is_missed(string policy, string finding)
    {
        var mutated = Rehearse(Without(policy));

        mutated.HasErrors.ShouldBeTrue();
        mutated.Findings.Select(found => found.Id).ShouldContain(finding);
    }

    // With the claim first it does no harm that the DataVolume bears no mark; in any other order the data are gone.
    [Fact]
    public void Without_the_mark_of_DataVolumes_the_order_decides()
    {
        var result = Without("pre-populate-data-volumes")
            .Apply(ArchivedNamespace.Full.ToGraph(), NameMap.Empty, TestContext.Current.CancellationToken);
        var backwards = result.Sets.Reverse().ToList();

        RestoreRehearsal.Run(result, Play.Target, TestContext.Current.CancellationToken).Findings.ShouldBeEmpty();
        Rehearse(backwards).Findings.Select(finding => finding.Id).ShouldContain(FindingIds.RehearsedRefusal);
    }

    // One of the two versions is enough to keep the machine from starting: the data are not read, or the revision is
    // replaced under its name.
    [Theory]
    [InlineData("v1beta1", "v1alpha2", FindingIds.RehearsedPending)]
    [InlineData("v1alpha2", "v1alpha2", FindingIds.RehearsedPending)]
    [InlineData("v1alpha2", "v1beta1", FindingIds.RehearsedCollected)]
    public void Without_the_conversion_of_revisions_a_machine_of_an_older_KubeVirt_does_not_start(
        string label,
        string data,
        string finding
    )
    {
        var backup = ArchivedRuns
            .OldRevision.Replace("LABEL", label, StringComparison.Ordinal)
            .Replace("DATA", data, StringComparison.Ordinal);

        Rehearse(Preserve, backup).Findings.ShouldBeEmpty();
        IdsOf(Rehearse(Without("convert-revisions"), backup)).ShouldContain(finding);
    }

    // An instance that somebody owns is of the class of what runs, too: each of the two policies is enough.
    [Fact]
    public void An_instance_beside_its_machine_is_left_out_by_either_of_two_policies()
    {
        Rehearse(Preserve, ArchivedRuns.Instance).Findings.ShouldBeEmpty();
        Rehearse(Without("skip-owned-instances"), ArchivedRuns.Instance).Findings.ShouldBeEmpty();
        Rehearse(Without("skip-runtime"), ArchivedRuns.Instance).Findings.ShouldBeEmpty();

        var without = Without("skip-owned-instances", "skip-runtime");
        var running = Rehearse(without, ArchivedRuns.Instance);
        var halted = Rehearse(without, ArchivedRuns.Instance.Replace("Always", "Halted", StringComparison.Ordinal));
        IdsOf(running).ShouldContain(FindingIds.RehearsedRefusal);
        halted.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Blocked);
        IdsOf(halted).ShouldContain(FindingIds.RehearsedPending);
    }

    [Fact]
    public void Without_the_skip_of_actions_a_restore_is_carried_out_once_more()
    {
        Rehearse(Preserve, ArchivedRuns.DoneRestore).Findings.ShouldBeEmpty();
        var mutated = Rehearse(Without("skip-action"), ArchivedRuns.DoneRestore);

        mutated.HasErrors.ShouldBeTrue();
        IdsOf(mutated).ShouldContain(FindingIds.RehearsedAction);
        mutated.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Unknown);
    }

    [Fact]
    public void Without_the_skip_of_the_environment_what_the_target_has_is_in_the_way()
    {
        var target = Play.Target with
        {
            Existing = [RehearsalStep.Apply(Manifest.Read(ArchivedRuns.Small).Resources.Single())],
        };

        Rehearse(Preserve, ArchivedRuns.ClusterInstancetype, target).Findings.ShouldBeEmpty();
        IdsOf(Rehearse(Without("skip-environment"), ArchivedRuns.ClusterInstancetype, target))
            .ShouldBe([FindingIds.RehearsedRefusal]);
    }

    // The pool comes first and takes the names of its machines; after them it makes others.
    [Fact]
    public void Without_the_pause_of_pools_one_makes_machines_in_place_of_the_restored_ones_or_beside_them()
    {
        Rehearse(Preserve, ArchivedRuns.Pool).Findings.ShouldBeEmpty();
        var without = Without("pause-pools");
        var resources = Manifest.Read(ArchivedRuns.Pool).Resources;
        var sets = without.Apply(resources.ToGraph(), NameMap.Empty, TestContext.Current.CancellationToken).Sets;

        IdsOf(Rehearse(without, ArchivedRuns.Pool)).Distinct().ShouldBe([FindingIds.RehearsedRefusal]);
        IdsOf(Rehearse([.. sets.Reverse()])).ShouldBe([FindingIds.RehearsedSurplus]);
    }

    private static IEnumerable<string> IdsOf(RehearsalReport report) => report.Findings.Select(finding => finding.Id);

    private static RehearsalReport Rehearse(RestorePolicy policy, string backup, RehearsalTarget? target = null)
    {
        var resources = Manifest.Read(backup).Resources;
        var result = policy.Apply(resources.ToGraph(), NameMap.Empty, TestContext.Current.CancellationToken);

        return RestoreRehearsal.Run(result, target ?? Play.Target, TestContext.Current.CancellationToken);
    }

    private static RehearsalReport Rehearse(IReadOnlyList<IReadOnlyList<Resource>> sets) =>
        RestoreRehearsal.Play(RestoreRehearsal.StepsOf(sets), Play.Target, TestContext.Current.CancellationToken);

    private static RehearsalReport Rehearse(RestorePolicy policy)
    {
        var result = policy.Apply(
            ArchivedNamespace.Full.ToGraph(),
            NameMap.Empty,
            TestContext.Current.CancellationToken
        );

        return RestoreRehearsal.Run(result, Play.Target, TestContext.Current.CancellationToken);
    }

    private static RestorePolicy Without(params string[] names)
    {
        var kept = Preserve.Steps.Where(step => !names.Contains(step.Name)).ToList();
        kept.Count.ShouldBe(Preserve.Steps.Count() - names.Length);
        var builder = RestorePolicy.CreateBuilder();
        foreach (var step in kept)
            builder.Add(step);

        return builder.Build();
    }
}
