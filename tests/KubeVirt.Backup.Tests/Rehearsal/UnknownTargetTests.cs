using System.Text.Json;
using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;
using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What nobody told of the target is unknown, and what does not depend on it is foretold all the same.</summary>
public class UnknownTargetTests
{
    private static readonly RehearsalTarget NoClasses = Target with
    {
        StorageClasses = [],
        DefaultClass = null,
        KnowsClasses = false,
    };

    [Fact]
    public void A_claim_of_a_class_of_which_nothing_is_known_is_unknown_and_so_is_its_machine()
    {
        var report = Run(NoClasses, Claim(annotations: PopulatedFor), Volume(PrePopulated), Machine("Always"));

        (report.OutcomeOf(), report.MachineOutcomeOf()).ShouldBe((VolumeOutcome.Unknown, MachineOutcome.Unknown));
        report.Findings.ShouldAllBe(found => found.Id == FindingIds.RehearsedUnknown);
    }

    [Fact]
    public void What_does_not_hang_on_the_class_is_known_without_it()
    {
        Run(NoClasses, Claim(), Volume(PrePopulated)).Refusals.ShouldHaveSingleItem();
        Run(NoClasses, Claim(annotations: PopulatedFor), Volume(PrePopulated), Machine())
            .MachineOutcomeOf()
            .ShouldBe(MachineOutcome.Stopped);
    }

    [Fact]
    public void A_claim_that_asks_for_no_class_waits_whatever_classes_there_are() =>
        Run(NoClasses, Claim(spec: ", storageClassName: \"\"")).OutcomeOf().ShouldBe(VolumeOutcome.Pending);

    [Fact]
    public void By_what_a_volume_is_filled_is_unknown_where_its_class_may_have_a_driver_or_none()
    {
        var target = Target with { StorageClasses = [new RehearsalClass("fast", HasCsiDriver: null)] };
        var report = Run(target, Volume());

        report.OutcomeOf().ShouldBe(VolumeOutcome.FilledAnew);
        report
            .Observed.GetProperty("objects")
            .EnumerateArray()
            .ShouldContain(one => one.GetProperty("exists").ToString() == "unknown");
    }

    [Theory]
    [InlineData("runStrategy: WaitAsReceiver")]
    [InlineData("runStrategy: Halted\n  instancetype: {name: small}")]
    public void A_machine_that_depends_on_a_configuration_that_is_not_known_is_unknown(string spec)
    {
        var machine = $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec:
              {{spec}}
              template: {spec: {domain: {devices: {} } } }
            """;
        Run(Target with { KnowsKubeVirt = false }, machine).MachineOutcomeOf().ShouldBe(MachineOutcome.Unknown);
        Run(machine).MachineOutcomeOf().ShouldNotBe(MachineOutcome.Unknown);
    }

    [Fact]
    public void What_waits_may_wait_for_an_object_that_nobody_could_read()
    {
        var volume = new ResourceId(Kinds.PersistentVolume, null, "pv");
        var (claim, machine) = (Claim(spec: ", volumeName: pv"), Machine("Always", hasTemplate: false));
        var report = Run(Target with { Unread = [volume] }, claim, machine);

        report.OutcomeOf().ShouldBe(VolumeOutcome.Unknown);
        report.Volumes[0].Reason.ShouldEndWith("Whether PersistentVolume/pv is there is not known.");
        Run(claim, machine).OutcomeOf().ShouldBe(VolumeOutcome.Pending);
    }

    [Fact]
    public void Sizes_of_claims_are_unknown_where_the_overhead_is()
    {
        var report = Run(Target with { FilesystemOverhead = null }, Volume());
        var claim = report.Observed.GetProperty("objects")[1];

        (claim.GetProperty("id").GetString(), claim.GetProperty("requests").GetString()).ShouldBe(
            ("PersistentVolumeClaim/ns/d", "unknown")
        );
    }

    [Fact]
    public void A_target_can_say_that_something_of_it_is_unknown()
    {
        using var json = JsonDocument.Parse(
            """{"storageClasses": "unknown", "kubeVirt": "unknown", "namespaces": ["ns"]}"""
        );
        var target = RehearsalTarget.Read(json.RootElement);

        (target.KnowsClasses, target.KnowsKubeVirt).ShouldBe((false, false));
        using var known = JsonDocument.Parse("""{"storageClasses": [{"name": "a", "csi": "unknown"}]}""");
        var only = RehearsalTarget.Read(known.RootElement);
        (only.KnowsClasses, only.KnowsKubeVirt, only.StorageClasses[0].HasCsiDriver).ShouldBe((true, true, null));
    }
}
