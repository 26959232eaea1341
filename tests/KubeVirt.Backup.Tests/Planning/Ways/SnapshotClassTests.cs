using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>With which class a snapshot of a claim is taken, what stands against one, and what is asked to know that.</summary>
public class SnapshotClassTests
{
    private const string Second =
        "apiVersion: snapshot.storage.k8s.io/v1\nkind: VolumeSnapshotClass\nmetadata: { name: second }\ndriver: csi.fast";

    [Fact]
    public void The_class_that_a_profile_names_is_taken_whatever_its_driver()
    {
        var way = Only(new WayWorld().And(Profile("fast-snapshots")).With("driver: csi.fast", "driver: other"));

        (way.Way, way.IsUnproven).ShouldBe((BackupWay.CsiSnapshots, false));
    }

    [Fact]
    public void A_class_that_a_profile_names_and_the_cluster_lacks_stands_against_a_snapshot() =>
        Refusal(new WayWorld().And(Profile("gone")))
            .ShouldContain(
                "StorageProfile.cdi.kubevirt.io/fast names the VolumeSnapshotClass gone, which does not exist"
            );

    [Fact]
    public void Whether_a_class_is_there_that_could_not_be_read_is_not_known()
    {
        var world = new WayWorld { Forbidden = [Kinds.VolumeSnapshotClass] }.And(Profile("gone"));

        Only(world).IsUnproven.ShouldBeTrue();
        Doubts(world).ShouldContain("Whether the cluster serves VolumeSnapshotClass could not be read");
    }

    [Fact]
    public void Of_several_classes_without_a_default_none_is_taken() =>
        Refusal(new WayWorld().And(Second))
            .ShouldContain(
                "Of fast-snapshots, second none is the default VolumeSnapshotClass. Annotate one with "
                    + "snapshot.storage.kubernetes.io/is-default-class=true"
            );

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Of_several_classes_the_default_one_is_taken(string mark, bool isTaken)
    {
        var marked = Second.Replace(
            "name: second",
            $"name: second, annotations: {{ snapshot.storage.kubernetes.io/is-default-class: \"{mark}\" }}",
            StringComparison.Ordinal
        );

        var plan = new WayWorld().And(marked).Plan(WayOptions.Only(BackupWay.CsiSnapshots));

        plan.Findings.Any(finding => finding.Id == FindingIds.WayNotPossible).ShouldBe(!isTaken);
    }

    [Theory]
    [InlineData("storageClassName: fast, ")]
    [InlineData("storageClassName: fast")]
    public void A_claim_without_a_class_of_storage_stands_against_a_snapshot(string named) =>
        Refusal(new WayWorld().With(named, named.EndsWith(' ') ? "" : "storageClassName: no/name"))
            .ShouldContain("has no StorageClass");

    [Fact]
    public void A_class_of_storage_that_could_not_be_read_leaves_it_open_unless_a_profile_names_a_class()
    {
        var hidden = new WayWorld { Forbidden = [Kinds.StorageClass] };

        Only(hidden).IsUnproven.ShouldBeTrue();
        Doubts(hidden).ShouldContain("The StorageClass fast of data could not be read");
        Only(hidden.And(Profile("fast-snapshots"))).IsUnproven.ShouldBeFalse();
    }

    [Fact]
    public void A_volume_of_which_KubeVirt_says_nothing_is_taken_where_there_is_a_class_for_it()
    {
        WayWorld World() => new WayWorld().With(", { name: data, enabled: true }", "");

        Only(World(), BackupWay.MachineSnapshot).IsUnproven.ShouldBeFalse();
        var without = World().Without(Kinds.VolumeSnapshotClass);
        Only(without, BackupWay.MachineSnapshot).IsUnproven.ShouldBeTrue();
        Doubts(without, BackupWay.MachineSnapshot)
            .ShouldContain("Nothing says whether KubeVirt takes a snapshot of data");
    }

    [Theory]
    [InlineData(BackupWay.MachineBackup, "KubeVirt makes a VirtualMachineBackup of a VirtualMachine alone")]
    [InlineData(BackupWay.MachineSnapshot, "KubeVirt makes a VirtualMachineSnapshot of a VirtualMachine alone")]
    public void A_guest_without_a_machine_is_none_that_KubeVirt_backs_up(BackupWay way, string reason)
    {
        var guest = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db");
        var resources = new WayWorld().Without(Kinds.VirtualMachine).Resources;
        var options = new PlanOptions { Roots = [guest], Ways = WayOptions.Only(way) };

        BackupPlanner
            .Plan(resources, options)
            .Findings.Single(finding => finding.Id == FindingIds.WayNotPossible)
            .Message.ShouldContain(reason);
    }

    [Fact]
    public async Task What_ways_depend_on_is_asked_once_for_all_machines_of_a_namespace()
    {
        var other = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: { name: web, namespace: lab, uid: vm-2 }
            spec: { template: { spec: { domain: {} } } }
            """;
        var source = new Recorder(new MemoryResourceSource(new WayWorld().And(other).Resources));

        await BackupPlanner.PlanAsync(
            source,
            new PlanOptions { Ways = WayOptions.Auto },
            TestContext.Current.CancellationToken
        );

        source
            .Waves[^1]
            .Select(query => $"{query.Kind}/{query.Namespace} {(query.All ? "all" : string.Join(',', query.Names))}")
            .ShouldBe([
                "KubeVirt.kubevirt.io/ all",
                "VolumeSnapshotClass.snapshot.storage.k8s.io/ all",
                "VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io/ all",
                "StorageProfile.cdi.kubevirt.io/ fast",
                "VirtualMachineBackupTracker.backup.kubevirt.io/lab all",
                "VirtualMachineSnapshot.snapshot.kubevirt.io/lab web",
                "VirtualMachineBackupTracker.backup.kubevirt.io/shop all",
                "VirtualMachineSnapshot.snapshot.kubevirt.io/shop db",
            ]);
        source.Waves[^1].Where(query => query.MayBeAbsent).ShouldHaveSingleItem().Kind.Kind.ShouldBe("StorageProfile");
    }

    private static string Profile(string snapshotClass) =>
        "apiVersion: cdi.kubevirt.io/v1beta1\nkind: StorageProfile\nmetadata: { name: fast }\n"
        + $"status: {{ snapshotClass: {snapshotClass} }}";

    private static PlannedWay Only(WayWorld world, BackupWay way = BackupWay.CsiSnapshots) =>
        world.Choose(WayOptions.Only(way));

    private static string Refusal(WayWorld world) =>
        world
            .Plan(WayOptions.Only(BackupWay.CsiSnapshots))
            .Findings.Single(finding => finding.Id == FindingIds.WayNotPossible)
            .Message;

    private static string Doubts(WayWorld world, BackupWay way = BackupWay.CsiSnapshots) =>
        world.Plan(WayOptions.Only(way)).Findings.Single(finding => finding.Id == FindingIds.WayUnknown).Message;

    private sealed class Recorder(IResourceSource inner) : IResourceSource
    {
        public List<IReadOnlyList<ResourceQuery>> Waves { get; } = [];

        public ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        )
        {
            Waves.Add(wave);
            return inner.FetchAsync(wave, cancellationToken);
        }
    }
}
