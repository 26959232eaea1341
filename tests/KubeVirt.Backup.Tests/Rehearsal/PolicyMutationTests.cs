using KubeVirt.Backup.Findings;
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

    private static RestorePolicy Without(string name)
    {
        var kept = Preserve.Steps.Where(step => step.Name != name).ToList();
        kept.Count.ShouldBeLessThan(Preserve.Steps.Count());
        var builder = RestorePolicy.CreateBuilder();
        foreach (var step in kept)
            builder.Add(step);

        return builder.Build();
    }
}
