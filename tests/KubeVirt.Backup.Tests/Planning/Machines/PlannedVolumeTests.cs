using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>What a plan says of the volumes of a machine, and of what comes back before it.</summary>
public class PlannedVolumeTests
{
    private const string Text = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns}
        spec:
          template:
            spec:
              domain: {}
              volumes:
              - {name: root, dataVolume: {name: root}}
              - {name: data, persistentVolumeClaim: {claimName: data}}
              - {name: init, cloudInitNoCloud: {secretRef: {name: init}}}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: root, namespace: ns}
        spec: {volumeMode: Block, accessModes: [ReadWriteMany, 7], storageClassName: fast, volumeName: pv-1, resources: {requests: {storage: 3Gi}}}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata: {name: root, namespace: ns}
        spec: {source: {blank: {}}}
        status: {phase: Succeeded}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: ns}
        spec: {resources: {requests: {storage: 2Gi}}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: init, namespace: ns}
        """;

    private PlannedMachine Machine { get; } = PlanText.Plan(Text).Machines.Single();

    [Fact]
    public void A_volume_says_what_its_claim_says()
    {
        var root = Machine.Volumes.Single(volume => volume.Claim.Name == "root");

        root.VolumeMode.ShouldBe("Block");
        root.AccessModes.ShouldBe(["ReadWriteMany"]);
        root.DataVolume.ShouldBe(ResourceId.Parse("DataVolume.cdi.kubevirt.io/ns/root"));
        root.PersistentVolume.ShouldBe(ResourceId.Parse("PersistentVolume/pv-1"));
        root.Names.ShouldBe(["root"]);
        root.ToString().ShouldBe("PersistentVolumeClaim/ns/root: 3Gi, fast");
    }

    [Fact]
    public void A_volume_says_nothing_that_its_claim_does_not()
    {
        var data = Machine.Volumes.Single(volume => volume.Claim.Name == "data");

        data.VolumeMode.ShouldBe("Filesystem");
        data.AccessModes.ShouldBeEmpty();
        data.DataVolume.ShouldBeNull();
        data.PersistentVolume.ShouldBeNull();
        data.StorageClass.ShouldBeNull();
    }

    [Fact]
    public void A_machine_has_the_bytes_of_all_of_its_volumes() => Machine.Bytes.ShouldBe(5L << 30);

    [Fact]
    public void A_machine_without_a_guest_has_none() => Machine.Guest.ShouldBeNull();

    [Fact]
    public void What_a_machine_needs_stands_in_the_order_of_a_restore()
    {
        var plan = PlanText.Plan(Text);

        var order = plan.Sets.SelectMany(set => set).ToList();
        Machine.Needs.Count.ShouldBe(4);
        Machine.Needs.Select(need => order.IndexOf(need)).ShouldBeInOrder();
    }
}
