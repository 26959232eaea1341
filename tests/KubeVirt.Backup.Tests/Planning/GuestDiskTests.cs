using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>The disks of a machine, those of its guest alone, and those of a guest without a machine.</summary>
public class GuestDiskTests
{
    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns, uid: m}
        spec:
          template:
            spec:
              domain:
                devices:
                  disks:
                  - {name: root, disk: {}, bootOrder: 3}
                  - {name: scsi, lun: {readonly: true}}
                  - {name: shared, disk: {}, shareable: true}
                  filesystems: [{name: home, virtiofs: {}}]
              volumes:
              - {name: root, persistentVolumeClaim: {claimName: root}}
              - {name: scsi, persistentVolumeClaim: {claimName: scsi}}
              - {name: shared, dataVolume: {name: shared, hotpluggable: true}}
              - {name: home, persistentVolumeClaim: {claimName: home, readOnly: true}}
              - {name: odd, newSource: {}}
              - {persistentVolumeClaim: {claimName: nameless}}
        """;

    private const string Guest = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachineInstance
        metadata: {name: vm, namespace: ns, uid: g, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: m, controller: true}]}
        spec:
          domain: {devices: {disks: [{name: root, disk: {}, bootOrder: 3}, {name: plugged, disk: {}, bootOrder: 1}]}}
          volumes:
          - {name: root, persistentVolumeClaim: {claimName: root}}
          - {name: plugged, persistentVolumeClaim: {claimName: plugged}}
        status: {phase: Running, conditions: [{type: AgentConnected, status: "True"}]}
        """;

    private static readonly string LoneGuest = Guest.Replace(
        "ownerReferences",
        "formerOwners",
        StringComparison.Ordinal
    );

    [Fact]
    public void A_disk_is_what_its_device_and_its_volume_say() =>
        Told(PlanText.Plan(Machine))
            .ShouldBe([
                "root /spec/template/spec/volumes/0 order 3: boot, persistentVolumeClaim",
                "scsi /spec/template/spec/volumes/1: lun, readOnly, persistentVolumeClaim",
                "shared /spec/template/spec/volumes/2: shareable, hotpluggable, dataVolume",
                "home /spec/template/spec/volumes/3: filesystem, readOnly, persistentVolumeClaim",
                "odd /spec/template/spec/volumes/4: ",
            ]);

    [Fact]
    public void What_only_the_guest_has_comes_last_and_is_no_boot_disk() =>
        Told(PlanText.Plan(Machine, Guest))[^1]
            .ShouldBe("plugged /spec/volumes/1: hotpluggable, persistentVolumeClaim");

    [Fact]
    public void A_guest_without_a_machine_has_its_own_disks() =>
        Told(PlanText.Plan(LoneGuest))
            .ShouldBe([
                "root /spec/volumes/0 order 3: persistentVolumeClaim",
                "plugged /spec/volumes/1 order 1: boot, persistentVolumeClaim",
            ]);

    [Theory]
    [InlineData("emptyDisk: {capacity: 1Gi}", DiskProtection.MadeAnew, "It is empty at every start of the guest.")]
    [InlineData("containerDisk: {image: i}", DiskProtection.MadeAnew, "It comes from a container image;")]
    [InlineData(
        "configMap: {name: c, optional: true}",
        DiskProtection.MadeAnew,
        "It is made of the machine's definition"
    )]
    [InlineData("newSource: {}", DiskProtection.Unknown, "Its volume has a source that is not known.")]
    [InlineData("hostDisk: {path: /a, type: Disk}", DiskProtection.OnNode, "It is a file of one node")]
    [InlineData("persistentVolumeClaim: {}", DiskProtection.Absent, "The name of its claim cannot be read")]
    [InlineData(
        "persistentVolumeClaim: {claimName: gone}",
        DiskProtection.Absent,
        "PersistentVolumeClaim/ns/gone is not in the plan"
    )]
    [InlineData("dataVolume: {name: empty}", DiskProtection.NoData, "Its claim holds no complete data")]
    [InlineData(
        "persistentVolumeClaim: {claimName: full}",
        DiskProtection.Protected,
        "A snapshot of its claim is taken."
    )]
    public void What_becomes_of_a_disk_is_told_by_its_source(string volume, DiskProtection expected, string reason)
    {
        var disk = PlanText.Plan(OneDisk(volume), Claims).Machines.Single().Disks.Single();

        disk.Protection.ShouldBe(expected);
        disk.Reason.ShouldStartWith(reason);
    }

    [Theory]
    [InlineData("containerDisk: {image: i}", "A restored machine gets it at its start.")]
    [InlineData("hostDisk: {path: /a, type: Disk}", "A restored machine expects the file on its node")]
    [InlineData("persistentVolumeClaim: {claimName: full}", "A restore makes a blank one of the same size")]
    public void What_a_restore_makes_of_a_disk_that_is_left_out_is_told_by_its_source(string volume, string expected)
    {
        var options = new PlanOptions { Disks = DiskSelection.Parse([], ["d"]) };

        var disk = PlanText.Plan(options, OneDisk(volume), Claims).Machines.Single().Disks.Single();

        disk.Protection.ShouldBe(DiskProtection.LeftOut);
        disk.OnRestore.ShouldStartWith(expected);
    }

    [Fact]
    public void Of_two_disks_on_one_claim_the_worst_tells_what_becomes_of_it()
    {
        const string Both = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec:
              template:
                spec:
                  domain: {}
                  volumes:
                  - {name: a, persistentVolumeClaim: {claimName: full}}
                  - {name: b, persistentVolumeClaim: {claimName: full}}
            status: {volumeSnapshotStatuses: [{name: b, enabled: false, reason: no class}]}
            """;

        var volume = PlanText.Plan(Both, Claims).Machines.Single().Volumes.Single();

        volume.Protection.ShouldBe(DiskProtection.NotSnapshottable);
        volume.Snapshots.ShouldBe(SnapshotSupport.Unsupported);
    }

    [Fact]
    public void A_disk_of_the_guest_alone_that_is_left_out_is_told_of_the_guest()
    {
        var options = new PlanOptions { Disks = DiskSelection.Parse([], ["plugged"]) };

        var finding = PlanText
            .Plan(options, Machine, Guest)
            .Findings.Single(finding => finding.Id == FindingIds.DiskLeftOut);

        finding.Resource.ShouldBe(ResourceId.Parse("VirtualMachineInstance.kubevirt.io/ns/vm"));
        finding.Path.ShouldBe("/spec/volumes/1");
    }

    [Fact]
    public void A_name_that_no_disk_of_a_lone_guest_has_is_told_at_its_volumes()
    {
        var options = new PlanOptions { Disks = DiskSelection.Parse([], ["swap"]) };

        var finding = PlanText
            .Plan(options, LoneGuest)
            .Findings.Single(finding => finding.Id == FindingIds.DiskUnknown);

        finding.Path.ShouldBe("/spec/volumes");
        finding.Message.ShouldContain("There are plugged, root.");
    }

    [Theory]
    [InlineData(10, "d9. Check")]
    [InlineData(12, "d9 and 2 more. Check")]
    public void Of_many_names_the_first_ten_are_told(int count, string end)
    {
        var volumes = Enumerable
            .Range(0, count)
            .Select(n => $"{{name: {(n < 10 ? "d" : "e")}{n}, persistentVolumeClaim: {{claimName: c{n}}}}}");
        var machine = $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec: {template: {spec: {domain: {}, volumes: [{{string.Join(", ", volumes)}}] } } }
            """;
        var options = new PlanOptions { Disks = DiskSelection.Parse([], ["swap"]) };

        PlanText
            .Plan(options, machine)
            .Findings.Single(finding => finding.Id == FindingIds.DiskUnknown)
            .Message.ShouldContain(end);
    }

    private const string Claims = """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: full, namespace: ns}
        status: {phase: Bound}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: empty, namespace: ns}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata: {name: empty, namespace: ns}
        spec: {source: {blank: {}}}
        status: {phase: ImportInProgress}
        """;

    private static string OneDisk(string volume) =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec: {template: {spec: {domain: {devices: {disks: [{name: d, disk: {} }] } }, volumes: [{name: d, {{volume}} }] } } }
            """;

    private static string[] Told(BackupPlan plan) =>
        [
            .. plan
                .Machines.Single()
                .Disks.Select(disk =>
                    $"{disk.Name} {disk.Path}{(disk.BootOrder is { } order ? $" order {order}" : "")}: "
                    + string.Join(", ", disk.Traits)
                ),
        ];
}
