using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a restore has come to, by what was recorded of it.</summary>
public class ApplyStateTests
{
    private static readonly ResourceId Map = ResourceId.Parse("ConfigMap/shop/a");
    private static readonly ResourceId Other = ResourceId.Parse("ConfigMap/shop/b");

    [Theory]
    [InlineData(FindingSeverity.Info, false)]
    [InlineData(FindingSeverity.Warning, true)]
    [InlineData(FindingSeverity.Error, true)]
    public void A_problem_that_is_more_than_a_notice_leaves_it_incomplete(FindingSeverity severity, bool isStopped)
    {
        var state = New();
        state.AddProblems([About(Map, severity)]);

        state.ToReport().IsStopped.ShouldBe(isStopped);
    }

    [Theory]
    [InlineData(FindingSeverity.Info)]
    [InlineData(FindingSeverity.Warning)]
    public void What_is_lacking_stays_so_whatever_is_recorded_later(FindingSeverity later)
    {
        var state = New();
        state.AddProblems([About(Map, FindingSeverity.Warning)]);
        state.AddProblems([About(Other, later)]);

        state.ToReport().IsStopped.ShouldBeTrue();
    }

    [Fact]
    public void Findings_are_told_in_their_order_however_they_came()
    {
        var state = New();
        state.AddKeptHeld(About(Map, FindingSeverity.Warning));
        state.Add(About(Other, FindingSeverity.Warning));
        state.Add(About(ResourceId.Parse("ConfigMap/shop/c"), FindingSeverity.Warning));

        state.ToReport().Findings.Select(finding => finding.Resource!.Value.Name).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_held_and_kept_leaves_it_incomplete_where_it_was_to_be_released(bool releases)
    {
        var state = New(new ApplyOptions { Releases = releases });
        state.AddKeptHeld(About(Map, FindingSeverity.Warning));

        state.ToReport().IsStopped.ShouldBe(releases);
    }

    [Fact]
    public void A_volume_that_is_not_ready_is_its_DataVolume_and_its_claim_and_a_machine_is_itself_alone()
    {
        var state = New();
        var volume = new ResourceId(Kinds.DataVolume, "shop", "disk");
        var machine = new ResourceId(Kinds.VirtualMachine, "shop", "vm");
        state.HasUnready.ShouldBeFalse();
        state.AddUnready([About(volume, FindingSeverity.Warning), About(machine, FindingSeverity.Warning)]);

        state.HasUnready.ShouldBeTrue();
        state.IsUnready(volume).ShouldBeTrue();
        state.IsUnready(volume.WithKind(Kinds.PersistentVolumeClaim)).ShouldBeTrue();
        state.IsUnready(machine).ShouldBeTrue();
        state.IsUnready(machine.WithKind(Kinds.PersistentVolumeClaim)).ShouldBeFalse();
    }

    private static ApplyState New(ApplyOptions? options = null) =>
        new(options ?? new ApplyOptions(), new RestoreResult([], [], [], []));

    private static Finding About(ResourceId id, FindingSeverity severity) => new("KVB0000", severity, id, null, "text");
}
