using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>Which way a machine's data takes into the backup, and why.</summary>
public class WayTests
{
    private const string Enabled = "changedBlockTracking: { state: Enabled }";

    [Fact]
    public void Where_everything_is_possible_only_changes_are_copied()
    {
        var way = new WayWorld().Choose();

        way.Way.ShouldBe(BackupWay.MachineBackup);
        way.Summary.ShouldBe("incremental by tracker db-nightly");
        (way.Tracker!.Value.Name, way.Since, way.IsUnproven).ShouldBe(("db-nightly", "cp-sunday", false));
        way.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("status: { latestCheckpoint: { name: cp-sunday } }", "full by tracker db-nightly", "has no checkpoint")]
    [InlineData(
        "source: { apiGroup: kubevirt.io, kind: VirtualMachine, name: db }",
        "full by VirtualMachineBackup",
        "no tracker"
    )]
    public void What_cannot_be_incremental_is_full_and_says_why(string removed, string summary, string reason)
    {
        var other = removed.Replace("name: db", "name: other", StringComparison.Ordinal);
        var way = new WayWorld().With(removed, removed == other ? "status: {}" : other).Choose();

        way.Way.ShouldBe(BackupWay.MachineBackup);
        way.Summary.ShouldBe(summary);
        way.Since.ShouldBeNull();
        way.Reason.ShouldContain(reason);
    }

    [Fact]
    public void A_guest_that_was_started_again_may_be_copied_whole_and_the_plan_says_so()
    {
        var world = new WayWorld().With(
            "{ name: cp-sunday }",
            "{ name: cp-sunday }, checkpointRedefinitionRequired: true"
        );
        var way = world.Choose();
        way.Since.ShouldBe("cp-sunday");
        way.Reason.ShouldContain("started again");
    }

    [Theory]
    [InlineData("{}", "label it cbt=on and start it again")]
    [InlineData("{ state: Disabled }", "label it cbt=on and start it again")]
    [InlineData("{ state: PendingRestart }", "started again")]
    [InlineData("{ state: Initializing }", "Wait until its state is Enabled")]
    [InlineData("{ state: IncrementalBackupFeatureGateDisabled }", "feature gate IncrementalBackup")]
    [InlineData("{ state: Later }", "state Later, which is not understood")]
    public void Without_changed_block_tracking_the_next_way_is_taken_and_the_reason_is_in_the_plan(
        string state,
        string reason
    )
    {
        var way = new WayWorld().With($"  {Enabled}\n  volume", $"  changedBlockTracking: {state}\n  volume").Choose();

        way.Way.ShouldBe(BackupWay.GroupSnapshot);
        way.SnapshotClass.ShouldBe("fast-groups");
        var rejected = way.Rejected.ShouldHaveSingleItem();
        rejected.Way.ShouldBe(BackupWay.MachineBackup);
        rejected.IsKnown.ShouldBeTrue();
        rejected.Reason.ShouldContain(reason);
        (rejected.Resource, rejected.Path).ShouldBe((WayWorld.Db, "/status/changedBlockTracking/state"));
    }

    /// <summary>What is taken away of a world in which all is possible, and what the machine backup says then.</summary>
    public static TheoryData<string, string, string> NoMachineBackup =>
        new()
        {
            { "phase: Running", "phase: Succeeded", "does not run" },
            { "[IncrementalBackup, UtilityVolumes]", "[IncrementalBackup]", "feature gate UtilityVolumes is off" },
            { "{ featureGates: [", "{ disabledFeatureGates: [IncrementalBackup], featureGates: [X, ", "" },
            { "vmi-1 }", "vmi-1 }\n# ", "" },
            {
                "phase: Running, changedBlockTracking: { state: Enabled }",
                "phase: Running, changedBlockTracking: { state: Enabled, backupStatus: { backupName: b } }",
                "Another backup of it is under way"
            },
            { "phase: Running,", "phase: Running, migrationState: { migrationUid: m },", "being migrated" },
        };

    [Theory]
    [MemberData(nameof(NoMachineBackup))]
    public void A_machine_that_KubeVirt_would_refuse_is_backed_up_otherwise(string old, string now, string reason)
    {
        var way = new WayWorld().With(old, now).Choose();
        if (reason.Length == 0)
            way.Way.ShouldBe(BackupWay.MachineBackup);
        else
            way.Rejected.ShouldHaveSingleItem().Reason.ShouldContain(reason);
    }

    [Fact]
    public void Of_several_trackers_the_product_names_its_own()
    {
        var world = new WayWorld().And(
            """
            apiVersion: backup.kubevirt.io/v1alpha1
            kind: VirtualMachineBackupTracker
            metadata: { name: theirs, namespace: shop }
            spec: { source: { apiGroup: kubevirt.io, kind: VirtualMachine, name: db } }
            """
        );
        world.Choose().Rejected[0].Reason.ShouldContain("db-nightly, theirs");
        var ours = WayOptions.Auto with { Trackers = LabelSelector.Parse("product=ours") };
        world.Choose(ours).Tracker!.Value.Name.ShouldBe("db-nightly");
    }

    [Fact]
    public void A_way_that_takes_all_disks_is_none_for_a_machine_of_which_one_is_left_out()
    {
        var plan = new WayWorld().Plan(WayOptions.Auto, DiskSelection.Parse([], ["data"]));
        var way = plan.Machines.Single().Way!;
        way.Way.ShouldBe(BackupWay.GroupSnapshot);
        way.Rejected[0].Reason.ShouldContain("data is left out on purpose");
        var forced = new WayWorld().Plan(WayOptions.Only(BackupWay.MachineSnapshot), DiskSelection.Parse([], ["data"]));
        forced
            .Findings.Single(finding => finding.Id == FindingIds.WayNotPossible)
            .Message.ShouldContain("data is left out");
    }

    [Theory]
    [InlineData("VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io", BackupWay.CsiSnapshots)]
    [InlineData("VolumeSnapshotClass.snapshot.storage.k8s.io", BackupWay.GroupSnapshot)]
    public void What_the_cluster_does_not_serve_is_passed_over(string kind, BackupWay expected)
    {
        var world = new WayWorld { NotServed = [GroupKind.Parse(kind), Kinds.VirtualMachineBackupTracker] };
        var way = world.Choose();
        way.Way.ShouldBe(expected);
        way.Rejected.ShouldAllBe(rejected => rejected.IsKnown && rejected.Reason.Contains("does not serve"));
    }

    [Fact]
    public void A_cluster_without_any_way_is_one_error_for_a_machine()
    {
        var world = new WayWorld
        {
            NotServed =
            [
                Kinds.VolumeGroupSnapshotClass,
                Kinds.VolumeSnapshotClass,
                Kinds.VirtualMachineBackupTracker,
                Kinds.VirtualMachineSnapshot,
            ],
        };
        var plan = world.Plan(WayOptions.Auto);

        plan.Machines.Single().Way!.Way.ShouldBe(BackupWay.None);
        var finding = plan.Findings.Single(finding => finding.Id == FindingIds.NoWay);
        (finding.Severity, finding.Resource).ShouldBe((FindingSeverity.Error, WayWorld.Db));
        foreach (
            var name in new[]
            {
                "VirtualMachineBackup",
                "VolumeGroupSnapshot",
                "VolumeSnapshot",
                "VirtualMachineSnapshot",
            }
        )
            finding.Message.ShouldContain(name);
        plan.For(WayWorld.Db).Findings.ShouldContain(finding);
    }

    [Fact]
    public void What_could_not_be_read_is_unknown_and_no_error()
    {
        var world = new WayWorld
        {
            Forbidden =
            [
                Kinds.VolumeGroupSnapshotClass,
                Kinds.VolumeSnapshotClass,
                Kinds.VirtualMachineBackupTracker,
                Kinds.VirtualMachineSnapshot,
            ],
        };
        var plan = world.Plan(WayOptions.Auto);

        var way = plan.Machines.Single().Way!;
        way.Way.ShouldBe(BackupWay.Unknown);
        way.Rejected.ShouldAllBe(rejected => !rejected.IsKnown && rejected.Reason.Contains("could not be read"));
        plan.Findings.Single(finding => finding.Id == FindingIds.WayUnknown).Severity.ShouldBe(FindingSeverity.Info);
        world.Plan(null).Findings.Count.ShouldBe(plan.Findings.Count - 1, "nothing else is said");
        // Who asks for one way gets it, and is told what is not known.
        var forced = world.Plan(WayOptions.Only(BackupWay.CsiSnapshots));
        (forced.Machines.Single().Way!.Way, forced.Machines.Single().Way!.IsUnproven).ShouldBe(
            (BackupWay.CsiSnapshots, true)
        );
        forced.Findings.ShouldContain(finding => finding.Id == FindingIds.WayUnknown);
    }

    [Fact]
    public void Files_that_lack_a_class_do_not_say_that_the_cluster_does()
    {
        var world = new WayWorld().Without(Kinds.VolumeSnapshotClass).Without(Kinds.VolumeGroupSnapshotClass);
        var resources = world.With(Enabled, "changedBlockTracking: {}").Resources;
        var plan = BackupPlanner.Plan(resources, new PlanOptions { Ways = WayOptions.Only(BackupWay.CsiSnapshots) });
        plan.Machines.Single().Way!.IsUnproven.ShouldBeTrue();
        plan.Findings.ShouldNotContain(finding => finding.Id == FindingIds.WayNotPossible);
    }

    [Fact]
    public void The_configuration_of_KubeVirt_that_was_not_read_is_said()
    {
        var way = new WayWorld { Forbidden = [Kinds.KubeVirt] }.Choose();
        way.Summary.ShouldBe("incremental by tracker db-nightly");
        way.IsUnproven.ShouldBeTrue();
        way.Reason.ShouldContain("UtilityVolumes is on could not be read");
    }

    [Fact]
    public void One_volume_is_no_group_unless_it_is_asked_for()
    {
        WayWorld World() => new WayWorld().With("persistent-state-for: db", "other: db");
        var choice = DiskSelection.Parse([], ["data"]);
        var way = World().Plan(WayOptions.Auto, choice).Machines.Single().Way!;
        way.Way.ShouldBe(BackupWay.CsiSnapshots);
        way.Rejected[1].Reason.ShouldContain("group of one");
        var forced = World().Plan(WayOptions.Only(BackupWay.GroupSnapshot), choice).Machines.Single().Way!;
        forced.Way.ShouldBe(BackupWay.GroupSnapshot);
    }

    [Fact]
    public void A_group_is_of_one_driver()
    {
        var world = new WayWorld()
            .With(
                "metadata: { name: data, namespace: shop, uid: c-2 }\nspec: { storageClassName: fast",
                "metadata: { name: data, namespace: shop, uid: c-2 }\nspec: { storageClassName: slow"
            )
            .And("apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: slow }\nprovisioner: csi.slow");
        var plan = world.Plan(WayOptions.Only(BackupWay.GroupSnapshot));
        plan.Findings.Single(finding => finding.Id == FindingIds.WayNotPossible)
            .Message.ShouldContain("csi.fast and csi.slow");
        plan = world.Plan(WayOptions.Only(BackupWay.CsiSnapshots));
        plan.Findings.Single(finding => finding.Id == FindingIds.WayNotPossible)
            .Message.ShouldContain("No VolumeSnapshotClass is of the driver csi.slow");
    }

    [Theory]
    [InlineData(
        "root, enabled: true }, { name: data, enabled: true",
        "root, enabled: true }, { name: data, enabled: false",
        "takes no snapshot of the volume data"
    )]
    [InlineData("  created: true", "  created: true\n  snapshotInProgress: s1", "s1 is under way")]
    public void KubeVirt_is_not_asked_for_a_snapshot_that_it_would_not_take_of_all(
        string old,
        string now,
        string reason
    )
    {
        var plan = new WayWorld().With(old, now).Plan(WayOptions.Only(BackupWay.MachineSnapshot));
        plan.Findings.Single(finding => finding.Id == FindingIds.WayNotPossible).Message.ShouldContain(reason);
    }

    [Fact]
    public void A_plan_that_is_not_asked_chooses_nothing_and_says_nothing()
    {
        var plan = new WayWorld().Plan(null);
        plan.Machines.Single().Way.ShouldBeNull();
        plan.ToText().ShouldNotContain("Ways");
    }

    [Fact]
    public void The_choice_is_in_text_html_and_document_and_in_each_part_of_the_plan()
    {
        var plan = new WayWorld().With($"  {Enabled}\n  volume", "  volume").Plan(WayOptions.Auto);

        plan.ToText().ShouldContain("VirtualMachine.kubevirt.io/shop/db: a group snapshot: All 3 volumes");
        plan.ToText()
            .ShouldContain("not a VirtualMachineBackup: Changed block tracking is off for this VM, label it cbt=on");
        plan.ToHtml().ShouldContain("a group snapshot");
        var read = BackupPlanDocument.Read(plan.ToJson()).Machines.Single().Way!;
        read.ToString().ShouldBe(plan.Machines.Single().Way!.ToString());
        DocumentSchema.Violations("backup-plan", plan.ToJson()).ShouldBeEmpty();
        plan.For(WayWorld.Db).Machines.Single().Way!.ToString().ShouldBe(read.ToString());
    }

    [Fact]
    public void Odd_orders_of_ways_are_refused()
    {
        Should.Throw<ArgumentException>(() => new WayOptions { Preferred = [] });
        Should.Throw<ArgumentException>(() => WayOptions.Only(BackupWay.None));
        Should.Throw<ArgumentException>(() =>
            new WayOptions { Preferred = [BackupWay.CsiSnapshots, BackupWay.CsiSnapshots] }
        );
        WayOptions.Auto.ShouldBe(new WayOptions());
        WayOptions.Auto.ShouldNotBe(WayOptions.Only(BackupWay.CsiSnapshots));
        WayOptions.Only(BackupWay.CsiSnapshots).IsForced.ShouldBeTrue();
    }
}
