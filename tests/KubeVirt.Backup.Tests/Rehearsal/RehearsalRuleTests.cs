using Shouldly;
using Xunit;
using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The main rules of the model, a small set each.</summary>
public class RehearsalRuleTests
{
    private const string Wait = "wait";
    private const string StaleOwner =
        ", ownerReferences: [{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, name: d, uid: gone, controller: true}]";

    [Fact]
    public void A_claim_that_is_marked_is_adopted_and_the_machine_stays_off()
    {
        var report = Run(Claim(annotations: PopulatedFor), Volume(PrePopulated), Machine());

        (report.OutcomeOf(), report.MachineOutcomeOf()).ShouldBe((VolumeOutcome.Adopted, MachineOutcome.Stopped));
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_claim_that_is_not_marked_keeps_its_DataVolume_out()
    {
        var report = Run(Claim(), Volume(PrePopulated));

        var refusal = report.Refusals.ShouldHaveSingleItem();
        (refusal.Step, refusal.Code).ShouldBe((1, 422));
        refusal.Message.ShouldBe(
            "admission webhook \"datavolume-validate.cdi.kubevirt.io\" denied the request:  Destination PVC ns/d already exists"
        );
        report.OutcomeOf().ShouldBe(VolumeOutcome.Kept);
    }

    [Fact]
    public void A_halted_machine_that_comes_first_imports_its_disk_and_its_claim_is_refused()
    {
        var report = Run(Machine(), Wait, Claim(annotations: PopulatedFor));

        report.Refusals.ShouldHaveSingleItem().Message.ShouldBe("persistentvolumeclaims \"d\" already exists");
        (report.OutcomeOf(), report.MachineOutcomeOf()).ShouldBe((VolumeOutcome.Refused, MachineOutcome.Blocked));
    }

    [Fact]
    public void A_DataVolume_without_its_mark_fills_a_claim_of_its_own()
    {
        var report = Run(Volume());

        report.OutcomeOf().ShouldBe(VolumeOutcome.FilledAnew);
        report.Findings.ShouldHaveSingleItem().Id.ShouldBe(Findings.FindingIds.RehearsedAnew);
    }

    [Fact]
    public void A_DataVolume_with_its_mark_waits_for_its_claim() =>
        Run(Volume(PrePopulated)).OutcomeOf().ShouldBe(VolumeOutcome.Pending);

    // Nothing that a claim says of itself wakes the controller of a DataVolume that it does not name.
    [Fact]
    public void A_DataVolume_that_waits_does_not_notice_a_claim_that_does_not_name_it()
    {
        var late = Run(Volume(PrePopulated), Wait, Claim());
        var marked = Run(Volume(PrePopulated), Wait, Claim(annotations: PopulatedFor));

        late.Warnings.ShouldBeEmpty();
        (late.OutcomeOf(), marked.OutcomeOf()).ShouldBe((VolumeOutcome.Kept, VolumeOutcome.Adopted));
    }

    [Theory]
    [InlineData("cdi.kubevirt.io/storage.import.endpoint: x", VolumeOutcome.Overwritten)]
    [InlineData("cdi.kubevirt.io/storage.import.source: none", VolumeOutcome.Overwritten)]
    [InlineData("cdi.kubevirt.io/storage.import.source: http", VolumeOutcome.Kept)]
    [InlineData("cdi.kubevirt.io/storage.upload.target: \"\"", VolumeOutcome.Overwritten)]
    [InlineData(
        "cdi.kubevirt.io/storage.import.endpoint: x, cdi.kubevirt.io/storage.pod.phase: Succeeded",
        VolumeOutcome.Kept
    )]
    [InlineData("k8s.io/CloneRequest: ns/gone", VolumeOutcome.Kept)]
    public void Instructions_on_a_claim_fill_it_over(string annotations, VolumeOutcome expected) =>
        Run(Claim(annotations: annotations)).OutcomeOf().ShouldBe(expected);

    [Theory]
    [InlineData(", volumeName: gone", "", VolumeOutcome.Pending)]
    [InlineData(", volumeName: gone", "pv.kubernetes.io/bind-completed: \"yes\"", VolumeOutcome.Lost)]
    [InlineData(", storageClassName: gone", "", VolumeOutcome.Pending)]
    [InlineData(", storageClassName: local", "", VolumeOutcome.WaitsForConsumer)]
    [InlineData(
        ", dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: gone}",
        "",
        VolumeOutcome.Pending
    )]
    [InlineData(", dataSourceRef: {apiGroup: x.io, kind: Filler, name: f}", "", VolumeOutcome.Pending)]
    public void A_claim_is_bound_or_waits(string spec, string annotations, VolumeOutcome expected) =>
        Run(Claim(spec: spec, annotations: annotations)).OutcomeOf().ShouldBe(expected);

    [Fact]
    public void A_stale_owner_costs_the_claim()
    {
        var report = Run(Claim(annotations: PopulatedFor, metadata: StaleOwner));

        report.OutcomeOf().ShouldBe(VolumeOutcome.Collected);
        report.Findings.ShouldHaveSingleItem().Id.ShouldBe(Findings.FindingIds.RehearsedCollected);
    }

    // The worst of all: the DataVolume adopts the restored claim, and takes it along when it is collected itself.
    [Fact]
    public void A_stale_owner_of_the_DataVolume_costs_the_claim_too() =>
        Run(Claim(annotations: PopulatedFor), Volume(PrePopulated, metadata: StaleOwner))
            .OutcomeOf()
            .ShouldBe(VolumeOutcome.Collected);

    [Fact]
    public void An_owner_of_a_kind_that_nobody_knows_costs_nothing() =>
        Run(Claim(metadata: StaleOwner.Replace("cdi.kubevirt.io/v1beta1", "x.io/v1", StringComparison.Ordinal)))
            .OutcomeOf()
            .ShouldBe(VolumeOutcome.Kept);

    [Fact]
    public void The_label_of_state_costs_a_disk_whose_machine_keeps_none()
    {
        var disk = Claim(metadata: ", labels: {persistent-state-for: vm}");
        var report = Run(disk, Machine("Always", "persistentVolumeClaim: {claimName: d}", hasTemplate: false));

        (report.OutcomeOf(), report.MachineOutcomeOf()).ShouldBe(
            (VolumeOutcome.Collected, MachineOutcome.StartedWithoutItsData)
        );
    }

    [Theory]
    [InlineData("Halted", MachineOutcome.Stopped)]
    [InlineData("Manual", MachineOutcome.Stopped)]
    [InlineData("Once", MachineOutcome.Started)]
    [InlineData("RerunOnFailure", MachineOutcome.Started)]
    [InlineData("Always", MachineOutcome.Started)]
    [InlineData("WaitAsReceiver", MachineOutcome.Refused)]
    public void A_machine_starts_as_its_strategy_says(string strategy, MachineOutcome expected) =>
        Run(Claim(annotations: PopulatedFor), Volume(PrePopulated), Machine(strategy))
            .MachineOutcomeOf()
            .ShouldBe(expected);

    [Fact]
    public void Before_its_namespace_everything_is_refused() =>
        Run(Target with { Namespaces = [] }, Claim())
            .Refusals.ShouldHaveSingleItem()
            .Message.ShouldBe("namespaces \"ns\" not found");

    [Fact]
    public void A_rehearsal_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() =>
            RestoreRehearsal.Play([RehearsalStep.Wait], Target, source.Token)
        );
    }
}
