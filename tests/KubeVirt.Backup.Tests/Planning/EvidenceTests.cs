using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>A plan claims only what its objects show: each state in which a claim would be too much is reported.</summary>
public class EvidenceTests
{
    private const string Claim =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk, namespace: ns, uid: c";

    [Theory]
    [InlineData("restoreInProgress: restore-1")]
    [InlineData("memoryDumpRequest: {claimName: dump, phase: InProgress}")]
    [InlineData("memoryDumpRequest: {claimName: dump, phase: Associating}")]
    public void A_machine_in_the_middle_of_something_is_not_complete(string status)
    {
        var plan = Plan(Machine(status: status));
        plan.Findings.ShouldContain(finding => finding.Id == FindingIds.WorkInProgress);
        plan.Judge().Single().Outcome.ShouldNotBe(Restorability.Complete);
    }

    [Theory]
    [InlineData("memoryDumpRequest: {claimName: dump, phase: Completed}")]
    [InlineData("printableStatus: Stopped")]
    public void What_has_ended_is_not_reported(string status) =>
        Plan(Machine(status: status)).Findings.ShouldNotContain(finding => finding.Id == FindingIds.WorkInProgress);

    [Fact]
    public void A_receiver_of_a_migration_is_not_complete() =>
        Plan(Machine("runStrategy: WaitAsReceiver"))
            .Findings.ShouldContain(finding => finding.Id == FindingIds.WorkInProgress);

    [Theory]
    [InlineData("VirtualMachine.kubevirt.io/ns/vm", FindingSeverity.Warning)]
    [InlineData("PersistentVolumeClaim/ns/disk", FindingSeverity.Warning)]
    [InlineData("VirtualMachineInstance.kubevirt.io/ns/vm", FindingSeverity.Info)]
    public void Whatever_is_being_deleted_is_reported(string id, FindingSeverity severity)
    {
        const string Deleted = ", deletionTimestamp: \"2026-01-01T00:00:00Z\"";
        var plan = Plan(
            Machine(volume: "persistentVolumeClaim: {claimName: disk}", metadata: At("VirtualMachine.kubevirt.io")),
            Guest(metadata: At("VirtualMachineInstance")),
            Claim + At("PersistentVolumeClaim") + "}\n"
        );

        var finding = plan.Findings.Where(finding => finding.Id == FindingIds.BeingDeleted).ShouldHaveSingleItem();
        finding.Resource.ToString().ShouldBe(id);
        finding.Severity.ShouldBe(severity);

        string At(string kind) => id.StartsWith(kind, StringComparison.Ordinal) ? Deleted : "";
    }

    [Fact]
    public void Data_on_a_node_is_in_no_backup_whether_the_guest_runs_or_not()
    {
        var plan = Plan(Machine(volume: "hostDisk: {path: /var/vm.img, type: Disk}"));
        var finding = plan.Findings.Where(finding => finding.Id == FindingIds.DataOutsideClaims).ShouldHaveSingleItem();
        (finding.Severity, finding.Path).ShouldBe((FindingSeverity.Warning, "/spec/template/spec/volumes/0/hostDisk"));
        plan.Judge().Single().Outcome.ShouldBe(Restorability.Conditional);
    }

    [Theory]
    [InlineData("emptyDisk: {capacity: 1Gi}")]
    [InlineData("containerDisk: {image: i}")]
    [InlineData("ephemeral: {persistentVolumeClaim: {claimName: disk}}")]
    public void What_goes_with_the_guest_is_lost_while_the_guest_runs(string volume)
    {
        Plan(Machine(volume: volume), Claim + "}\n")
            .Findings.ShouldNotContain(finding => finding.Id == FindingIds.DataOutsideClaims);
        Plan(Machine(volume: volume), Guest(), Claim + "}\n")
            .Findings.Count(finding => finding.Id == FindingIds.DataOutsideClaims)
            .ShouldBe(1);
    }

    [Theory]
    [InlineData("cdrom: {bus: sata}")]
    [InlineData("disk: {bus: virtio, readonly: true}")]
    [InlineData("lun: {bus: scsi, readonly: true}")]
    public void What_a_guest_only_reads_is_no_data(string disk) =>
        Plan(Machine(volume: "hostDisk: {path: /iso, type: Disk}", disk: disk), Guest())
            .Findings.ShouldNotContain(finding => finding.Id == FindingIds.DataOutsideClaims);

    [Theory]
    [InlineData("kubevirt.io/v1", "VirtualMachineInstance", "/spec")]
    [InlineData("kubevirt.io/v1", "VirtualMachineInstanceReplicaSet", "/spec/template/spec")]
    [InlineData("pool.kubevirt.io/v1beta1", "VirtualMachinePool", "/spec/virtualMachineTemplate/spec/template/spec")]
    [InlineData("example.org/v1", "Thing", null)]
    public void Whatever_makes_a_guest_tells_of_data_on_its_node(string apiVersion, string kind, string? spec)
    {
        const string Spec =
            "{domain: {devices: {disks: [{name: d, disk: {}}]}}, volumes: [{name: d, hostDisk: {path: /a, type: Disk}}]}";
        var path = (spec ?? "/spec").Split('/')[1..];
        var nested = path.Reverse().Aggregate(Spec, (inner, name) => $"{{{name}: {inner}}}");
        var document =
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: a, namespace: ns}}\n{nested[1..^1]}\n";
        var id = ResourceId.Parse($"{kind}.{apiVersion.Split('/')[0]}/ns/a");

        var plan = PlanText.Plan(new PlanOptions { Roots = [id] }, document);

        plan.Findings.Where(finding => finding.Id == FindingIds.DataOutsideClaims)
            .Select(finding => finding.Path)
            .ShouldBe(spec is null ? [] : [$"{spec}/volumes/0/hostDisk"]);
    }

    [Fact]
    public void One_guest_of_several_that_cannot_be_frozen_leaves_the_data_crash_consistent()
    {
        static string Guest(string name, string agent) =>
            $$"""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: {{name}}, namespace: ns, uid: {{name}}, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstanceReplicaSet, name: web, uid: s, controller: true}]}
                spec: {domain: {} }
                status: {phase: Running, conditions: [{type: AgentConnected, status: "{{agent}}"}]}

                """;
        const string Set = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstanceReplicaSet
            metadata: {name: web, namespace: ns, uid: s}
            spec: {template: {metadata: {labels: {app: web}}, spec: {domain: {}}}}

            """;

        Plan(Set, Guest("a", "True"), Guest("b", "True"))
            .Judge()
            .Single()
            .Data.ShouldBe(Consistency.FilesystemConsistent);
        Plan(Set, Guest("a", "True"), Guest("b", "False")).Judge().Single().Data.ShouldBe(Consistency.CrashConsistent);
    }

    [Fact]
    public void A_volume_of_which_no_snapshot_can_be_taken_is_reported_and_stays_among_the_volumes()
    {
        var plan = Plan(
            Machine(
                volume: "persistentVolumeClaim: {claimName: disk}",
                status: "volumeSnapshotStatuses: [{name: d, enabled: false, reason: no class}, {name: other, enabled: false}]"
            ),
            Claim + "}\nstatus: {phase: Bound}\n"
        );
        var finding = plan
            .Findings.Where(finding => finding.Id == FindingIds.SnapshotUnsupported)
            .ShouldHaveSingleItem();
        finding.Message.ShouldContain("no class");
        finding.Path.ShouldBe("/status/volumeSnapshotStatuses/0");
        plan.Volumes.ShouldBe([ResourceId.Parse("PersistentVolumeClaim/ns/disk")]);
    }

    [Theory]
    [InlineData("", "Failed", "Running", true)]
    [InlineData("", "ImportInProgress", null, true)]
    [InlineData(
        ", ownerReferences: [{kind: DataVolume, name: disk, uid: d, controller: true}]",
        "Failed",
        "Running",
        true
    )]
    [InlineData(", ownerReferences: [{kind: DataVolume, name: disk, uid: d, controller: true}]", "Failed", null, false)]
    public void A_bound_claim_that_no_DataVolume_controls_or_on_which_a_guest_runs_is_data(
        string owner,
        string phase,
        string? guest,
        bool isData
    )
    {
        string[] documents =
        [
            Machine(volume: "persistentVolumeClaim: {claimName: disk}"),
            Claim + owner + "}\nstatus: {phase: Bound}\n",
            $"apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {{name: disk, namespace: ns}}\nspec: {{source: {{blank: {{}}}}}}\nstatus: {{phase: {phase}}}\n",
            .. guest is null ? Array.Empty<string>() : [Guest(volume: "persistentVolumeClaim: {claimName: disk}")],
        ];
        Plan(documents).Volumes.Count.ShouldBe(isData ? 1 : 0);
    }

    [Fact]
    public void While_volumes_migrate_the_claims_that_the_guest_writes_to_are_the_volumes()
    {
        var fixture = Repository.PathOf(
            "tests",
            "KubeVirt.Backup.Tests",
            "Fixtures",
            "Policies",
            "migrated-volumes",
            "input.yaml"
        );
        var manifests = new ManifestReader().Read(File.ReadAllBytes(fixture), fixture);
        BackupPlanner
            .Plan(manifests)
            .Volumes.Select(claim => claim.Name)
            .ShouldBe(["failed-src", "moved-dst", "moving-data", "moving-src"]);
    }

    [Theory]
    [InlineData("Scheduling", "Always", Consistency.Unknown)]
    [InlineData("Scheduled", "Halted", Consistency.Unknown)]
    [InlineData("Pending", "Manual", Consistency.Unknown)]
    [InlineData(null, "Always", Consistency.Unknown)]
    [InlineData(null, "Halted", Consistency.Offline)]
    [InlineData(null, "Manual", Consistency.Offline)]
    [InlineData("Succeeded", "Manual", Consistency.Offline)]
    [InlineData("Running", "Always", Consistency.FilesystemConsistent)]
    [InlineData("Unknown", "Always", Consistency.Unknown)]
    [InlineData(null, "RerunOnFailure", Consistency.Unknown)]
    [InlineData(null, "Once", Consistency.Unknown)]
    public void Only_a_guest_that_cannot_start_meanwhile_is_offline(
        string? phase,
        string strategy,
        Consistency expected
    )
    {
        string[] documents =
        [
            Machine($"runStrategy: {strategy}"),
            .. phase is null ? Array.Empty<string>() : [Guest(phase)],
        ];
        Plan(documents).Judge().Single().Data.ShouldBe(expected);
    }

    [Theory]
    [InlineData("running: true", Consistency.Unknown)]
    [InlineData("running: false", Consistency.Offline)]
    public void A_machine_of_the_old_switch_that_is_on_may_start_at_any_time(string running, Consistency expected) =>
        Plan(Machine(running)).Judge().Single().Data.ShouldBe(expected);

    private static BackupPlan Plan(params string[] documents) => PlanText.Plan(documents);

    private static string Machine(
        string strategy = "runStrategy: Halted",
        string volume = "configMap: {name: none, optional: true}",
        string disk = "disk: {bus: virtio}",
        string status = "printableStatus: Stopped",
        string metadata = ""
    ) =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns, uid: m{{metadata}} }
            spec: { {{strategy}}, template: {spec: {domain: {devices: {disks: [{name: d, {{disk}} }] } }, volumes: [{name: d, {{volume}} }] } } }
            status: { {{status}} }

            """;

    private static string Guest(
        string phase = "Running",
        string volume = "configMap: {name: none, optional: true}",
        string metadata = ""
    ) =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns, uid: g, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: m, controller: true}]{{metadata}} }
            spec: {domain: {}, volumes: [{name: d, {{volume}} }] }
            status: {phase: {{phase}}, conditions: [{type: AgentConnected, status: "True"}]}

            """;
}
