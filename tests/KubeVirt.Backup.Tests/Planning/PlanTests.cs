using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class PlanTests
{
    private BackupPlan Sample { get; } = BackupPlanner.Plan(Repository.SampleManifests);

    [Fact]
    public void A_plan_can_be_stopped()
    {
        var stopped = new CancellationToken(canceled: true);
        Should.Throw<OperationCanceledException>(() =>
            BackupPlanner.Plan(Repository.SampleManifests.Resources, null, stopped)
        );
        Should.Throw<OperationCanceledException>(() => BackupPlanner.Plan(Repository.SampleManifests, null, stopped));
    }

    [Fact]
    public void Machines_replica_sets_and_standalone_instances_are_the_default_roots() =>
        Sample
            .Roots.Select(root => root.ToString())
            .ShouldBe([
                "VirtualMachine.kubevirt.io/shop/cache",
                "VirtualMachine.kubevirt.io/shop/db",
                "VirtualMachine.kubevirt.io/shop/reports",
                "VirtualMachine.kubevirt.io/shop/win",
                "VirtualMachineInstance.kubevirt.io/shop/bastion",
                "VirtualMachineInstanceReplicaSet.kubevirt.io/shop/web",
            ]);

    [Fact]
    public void Running_guests_are_frozen_and_stopped_ones_are_not()
    {
        Sample.Freeze.ShouldContain(ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db"));
        Sample.Freeze.ShouldNotContain(id => id.Name == "win");
    }

    [Fact]
    public void The_claims_of_guests_are_snapshot_but_not_one_that_is_still_imported_nor_a_golden_image() =>
        Sample
            .Volumes.Select(volume => volume.Name)
            .ShouldBe([
                "bastion-logs",
                "bastion-root",
                "db-data",
                "db-root",
                "persistent-state-for-win-h7v2c",
                "win-c",
            ]);

    [Fact]
    public void The_dangling_reference_is_the_one_error() =>
        Sample
            .Findings.Where(finding => finding.Severity == Findings.FindingSeverity.Error)
            .ShouldHaveSingleItem()
            .Message.ShouldContain("Secret/shop/cache-tls");

    [Fact]
    public void Everything_in_the_input_is_in_a_set_or_left_out_with_a_reason()
    {
        Sample
            .Sets.SelectMany(set => set)
            .Concat(Sample.Excluded.Select(exclusion => exclusion.Resource))
            .Order()
            .ShouldBe(Repository.SampleManifests.Resources.Select(resource => resource.Id).Order());
        Sample.Excluded.ShouldAllBe(exclusion => exclusion.Reason.Length > 0);
    }

    [Fact]
    public void A_paused_guest_is_not_frozen_and_that_is_said()
    {
        var paused = Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"vmi","namespace":"ns"},"status":{"phase":"Running","conditions":[{"type":"Paused","status":"True"}]}}"""
        );
        var plan = BackupPlanner.Plan([paused], null);
        plan.Freeze.ShouldBeEmpty();
        plan.Findings.ShouldContain(finding => finding.Id == "KVB3001");
    }

    [Fact]
    public void A_claim_that_velero_saved_unfinished_is_not_snapshot_though_its_DataVolume_has_succeeded_since()
    {
        var plan = BackupPlanner.Plan(
            [
                Resource.Parse(
                    """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"vmi","namespace":"ns"},"spec":{"volumes":[{"name":"a","dataVolume":{"name":"a"}}]}}"""
                ),
                Resource.Parse(
                    """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"name":"a","namespace":"ns"},"status":{"phase":"Succeeded"}}"""
                ),
                Resource.Parse(
                    """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a","namespace":"ns","annotations":{"kvp.kubevirt.io/storage.inprogress":"a"}}}"""
                ),
            ],
            null
        );
        plan.Volumes.ShouldBeEmpty();
        var finding = plan.Findings.Single(finding => finding.Id == "KVB3003");
        (finding.Resource.ToString(), finding.Path).ShouldBe(
            ("PersistentVolumeClaim/ns/a", "/metadata/annotations/kvp.kubevirt.io~1storage.inprogress")
        );
    }

    [Fact]
    public async Task Real_manifests_are_planned_without_a_fault_of_ours()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("corpus"), "*", SearchOption.AllDirectories))
        {
            var manifests = await new ManifestReader().ReadPathsAsync([file], TestContext.Current.CancellationToken);
            var plan = BackupPlanner.Plan(manifests);
            plan.Findings.ShouldNotContain(
                finding =>
                    finding.Id == "KVB1002"
                    || finding.Id == "KVB1003"
                    || finding.Id == "KVB1004"
                    || finding.Id == "KVB1005"
                    || finding.Id == "KVB1006",
                file
            );
        }
    }

    [Fact]
    public async Task A_machine_as_the_real_controllers_left_it_is_ordered_claim_DataVolume_machine_guest_pod()
    {
        var manifests = await new ManifestReader().ReadPathsAsync(
            [Path.Combine(Repository.Shared("corpus"), "dumps", "vm-under-real-controllers.json")],
            TestContext.Current.CancellationToken
        );
        var sets = BackupPlanner
            .Plan(manifests)
            .Sets.Index()
            .SelectMany(set => set.Item.Select(id => (id, set.Index)))
            .ToDictionary(pair => pair.id, pair => pair.Index);
        string[] order =
        [
            "PersistentVolumeClaim/rt/d1",
            "DataVolume.cdi.kubevirt.io/rt/d1",
            "VirtualMachine.kubevirt.io/rt/vm1",
            "VirtualMachineInstance.kubevirt.io/rt/vm1",
            "Pod/rt/virt-launcher-vm1-shd4q",
        ];
        order.Select(id => sets[ResourceId.Parse(id)]).ShouldBeInOrder();
        sets.Values.Distinct().Count().ShouldBe(5);
    }
}
