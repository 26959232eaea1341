using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What a restore puts in the place of a disk, the controllers of the target start a machine with.</summary>
public class DiskRehearsalTests
{
    private static readonly DiskSelection WithoutData = DiskSelection.Parse([], ["data"]);
    private static readonly ResourceId Data = new(Kinds.PersistentVolumeClaim, "ns", "data");

    private static readonly IReadOnlyList<Resource> Backup = Manifest
        .Read(
            """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec:
              runStrategy: Always
              dataVolumeTemplates:
              - metadata: {name: root}
                spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
              - metadata: {name: data}
                spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
              template:
                spec:
                  domain: {devices: {disks: [{name: data, disk: {}}, {name: root, bootOrder: 1, disk: {}}]}}
                  volumes:
                  - {name: data, dataVolume: {name: data, hotpluggable: PLUGGED}}
                  - {name: root, dataVolume: {name: root}}
            ---
            apiVersion: cdi.kubevirt.io/v1beta1
            kind: DataVolume
            metadata: {name: root, namespace: ns}
            spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
            status: {phase: Succeeded}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: root, namespace: ns}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            status: {phase: Bound}
            ---
            apiVersion: cdi.kubevirt.io/v1beta1
            kind: DataVolume
            metadata: {name: data, namespace: ns}
            spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
            status: {phase: Succeeded}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: ns}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            status: {phase: Bound}
            """.Replace("PLUGGED", "false", StringComparison.Ordinal)
        )
        .Resources;

    [Fact]
    public void A_machine_starts_without_a_disk_that_was_dropped()
    {
        var (result, report) = Rehearse(new DropDisks(WithoutData), []);
        Started(result, report);
        report.Volumes.Select(volume => volume.Claim.Name).ShouldBe(["root"]);
    }

    [Fact]
    public void A_machine_starts_with_a_blank_disk_into_which_nothing_is_imported()
    {
        var (result, report) = Rehearse(new BlankDisks(WithoutData), []);
        Started(result, report);
        report.Volumes.ShouldAllBe(volume => volume.Outcome == VolumeOutcome.Adopted);
    }

    [Fact]
    public void A_machine_starts_on_the_claim_that_the_target_has()
    {
        var (result, report) = Rehearse(new UseTargetDisks(WithoutData), [Target("data")]);
        Started(result, report);
        report.Volumes.ShouldNotContain(volume => volume.Outcome == VolumeOutcome.FilledAnew);
    }

    [Fact]
    public void A_machine_starts_on_another_claim_that_a_map_says()
    {
        var map = new MapDisks(new Dictionary<ResourceId, string> { [Data] = "other" });
        var (result, report) = Rehearse(map, [Target("other")]);
        Started(result, report);
        TargetNeeds.Of(result).Objects.ShouldContain(need => need.Resource.Name == "other" && need.IsRequired);
    }

    [Fact]
    public void A_machine_waits_for_a_claim_that_the_target_lacks_and_nothing_is_imported_in_its_place()
    {
        var (_, report) = Rehearse(new UseTargetDisks(WithoutData), []);
        report.MachineOutcomeOf().ShouldNotBe(MachineOutcome.Started);
        report.Volumes.ShouldNotContain(volume => volume.Outcome == VolumeOutcome.FilledAnew);
    }

    [Fact]
    public void A_shared_disk_that_is_there_is_left_as_it_is()
    {
        Resource[] shared =
        [
            .. Backup,
            Resource.Parse(
                Encoding.UTF8.GetString(Backup[0].Json.Span).Replace("\"vm\"", "\"vm2\"", StringComparison.Ordinal)
            ),
        ];
        var policy = RestorePolicy.CreateBuilder().Add(RestorePresets.Preserve).ShareDisksOnce([Data]).Build();
        var result = policy.Apply(
            ResourceGraph.Create(shared, BuiltInResolvers.Default),
            cancellationToken: TestContext.Current.CancellationToken
        );
        result.Resources.ShouldNotContain(resource => resource.Id == Data);
        result.Skipped.ShouldContain(skipped => skipped.Resource == Data && skipped.Outcome == SkipOutcome.NotNeeded);
        result.HasErrors.ShouldBeFalse();
    }

    private static (RestoreResult Result, RehearsalReport Report) Rehearse(RestorePolicy step, RehearsalStep[] existing)
    {
        var policy = RestorePolicy.CreateBuilder().Add(RestorePresets.Preserve).Add(step).Build();
        var token = TestContext.Current.CancellationToken;
        var result = policy.Apply(ResourceGraph.Create(Backup, BuiltInResolvers.Default), cancellationToken: token);

        var report = RestoreRehearsal.Run(
            result,
            Play.Target with
            {
                Existing = existing,
            },
            TestContext.Current.CancellationToken
        );

        return (result, report);
    }

    private static void Started(RestoreResult result, RehearsalReport report)
    {
        result.Findings.ShouldNotContain(finding => finding.Severity == FindingSeverity.Error);
        report.Findings.ShouldNotContain(finding => finding.Severity == FindingSeverity.Error);
        report.MachineOutcomeOf().ShouldBe(MachineOutcome.Started);
    }

    private static RehearsalStep Target(string name) =>
        RehearsalStep.Apply(Manifest.Read(Play.Claim(name)).Resources.Single());
}
