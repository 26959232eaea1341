using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>Disks that are left out on purpose, and what a plan says of them.</summary>
public class DiskPlanTests
{
    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: { name: NAME, namespace: ns ANNOTATIONS }
        spec:
          runStrategy: Halted
          template:
            spec:
              domain:
                devices:
                  disks:
                  - { name: iso, cdrom: {} }
                  - { name: root, disk: {} }
                  - { name: scratch, disk: {}, shareable: true }
                  - { name: node, disk: {} }
                  - { name: image, disk: {} }
              volumes:
              - { name: iso, persistentVolumeClaim: { claimName: iso } }
              - { name: root, dataVolume: { name: NAME-root } }
              - { name: scratch, persistentVolumeClaim: { claimName: scratch } }
              - { name: node, hostDisk: { path: /a, type: Disk } }
              - { name: image, containerDisk: { image: a } }
        status:
          volumeSnapshotStatuses:
          - { name: root, enabled: true }
          - { name: iso, enabled: false, reason: no class }
        ---

        """;

    private static readonly ResourceId A = Id("a");
    private static readonly ResourceId B = Id("b");

    [Fact]
    public void Every_disk_says_what_becomes_of_its_data_and_why()
    {
        var plan = Plan([], ["scratch"], MachineText("a"));

        var disks = plan.Machines.Single().Disks;

        disks
            .Select(disk => $"{disk.Name} {disk.Protection} {string.Join(',', disk.Traits)}")
            .ShouldBe([
                "iso NotSnapshottable cdrom,readOnly,notSnapshottable,persistentVolumeClaim",
                "root Protected boot,dataVolume",
                "scratch LeftOut shareable,persistentVolumeClaim",
                "node OnNode hostDisk",
                "image MadeAnew containerDisk",
            ]);
        disks.ShouldAllBe(disk => disk.Reason.EndsWith('.') && disk.OnRestore.EndsWith('.'));
        disks[2].Bytes.ShouldBe(1L << 30);
        disks[2].StorageClass.ShouldBe("fast");
        var volume = plan.Machines.Single().Volumes.Single(volume => volume.Claim.Name == "scratch");
        volume.Protection.ShouldBe(DiskProtection.LeftOut);
        volume.IsProtected.ShouldBeFalse();
        volume.Reason.ShouldBe(disks[2].Reason);
    }

    [Fact]
    public void What_is_left_out_on_purpose_is_no_missing_object_and_the_verdict_says_so()
    {
        var plan = Plan([], ["scratch", "is=hostDisk,notSnapshottable"], MachineText("a"));

        plan.Volumes.Select(volume => volume.Name).ShouldBe(["a-root"]);
        plan.Sets.SelectMany(set => set).ShouldContain(Claim("scratch"), "its definition stays in the plan");
        plan.Excluded.ShouldAllBe(exclusion => exclusion.Resource.Name == "b-root");
        var verdict = plan.Judge().Single();
        verdict.Outcome.ShouldBe(Restorability.Complete, verdict.ToString());
        verdict.Without.ShouldBe(["iso", "node", "scratch"]);
        verdict.ToString().ShouldContain(": complete without disks iso, node, scratch, ");
        plan.Findings.Select(finding => $"{finding.Id} {finding.Severity} {finding.Path}")
            .ShouldBe([
                "KVB3042 Info /spec/template/spec/volumes/0",
                "KVB3042 Info /spec/template/spec/volumes/2",
                "KVB3042 Info /spec/template/spec/volumes/3",
            ]);
    }

    [Fact]
    public void Only_the_chosen_disks_are_backed_up_and_what_has_no_lasting_data_is_not_asked()
    {
        var plan = Plan(["root"], [], MachineText("a"));
        plan.Volumes.ShouldBe([Claim("a-root")]);
        plan.Judge().Single().Without.ShouldBe(["iso", "node", "scratch"]);
    }

    [Fact]
    public void A_choice_that_takes_a_machine_its_boot_disk_is_one_error_with_its_place()
    {
        var plan = Plan([], ["size=..1Ti"], MachineText("a"));
        var error = plan.Findings.Single(finding => finding.Severity == FindingSeverity.Error);
        error.Id.ShouldBe(FindingIds.BootDiskLeftOut);
        error.Resource.ShouldBe(A);
        error.Path.ShouldBe("/spec/template/spec/volumes/1");
        plan.Judge().Single().Outcome.ShouldBe(Restorability.Broken);
    }

    [Theory]
    [InlineData("scrach", FindingSeverity.Warning, true)]
    [InlineData("machines=ns/a; names=scratch,swap", FindingSeverity.Warning, true)]
    [InlineData("machines=web", FindingSeverity.Warning, false)]
    public void A_name_that_no_disk_has_is_one_finding(string exclude, FindingSeverity severity, bool namesMachine)
    {
        var plan = Plan([], [exclude], MachineText("a"));
        var finding = plan.Findings.Single(finding => finding.Id == FindingIds.DiskUnknown);
        finding.Severity.ShouldBe(severity);
        finding.Resource.ShouldBe(namesMachine ? A : null);
        finding.Path.ShouldBe(namesMachine ? "/spec/template/spec/volumes" : null);
        if (namesMachine)
            finding.Message.ShouldContain("image, iso, node, root, scratch");
    }

    [Fact]
    public void A_name_that_is_chosen_and_no_disk_has_is_an_error() =>
        Plan(["root", "dta"], [], MachineText("a"))
            .Findings.ShouldContain(finding =>
                finding.Id == FindingIds.DiskUnknown && finding.Severity == FindingSeverity.Error
            );

    [Fact]
    public void A_machine_marks_its_own_disks_unless_marks_do_not_count()
    {
        var marked = MachineText("a", """, annotations: { kubevirt-backup/without-disks: "scratch, swap" }""");

        var plan = Plan([], [], marked);

        plan.Volumes.ShouldNotContain(Claim("scratch"));
        plan.Judge().Single().Without.ShouldBe(["scratch"]);
        var unknown = plan.Findings.Single(finding => finding.Id == FindingIds.DiskUnknown);
        unknown.Path.ShouldBe("/metadata/annotations/kubevirt-backup~1without-disks");
        unknown.Message.ShouldContain("'swap'");
        var all = BackupPlanner.Plan(Read(marked), new PlanOptions { Disks = new DiskSelection(honourMarks: false) });
        all.Volumes.ShouldContain(Claim("scratch"));
        all.Findings.ShouldNotContain(finding => finding.Id == FindingIds.DiskUnknown);
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("annotations")]
    public void A_claim_marks_its_own_data(string place)
    {
        var claims = Claims.Replace(
            "name: scratch,",
            $$"""name: scratch, {{place}}: { kubevirt-backup/without-data: "true" },"""
        );
        var plan = BackupPlanner.Plan(Read(MachineText("a"), claims), null);
        plan.Volumes.ShouldNotContain(Claim("scratch"));
        plan.Machines.Single().Disks.Single(disk => disk.Name == "scratch").Reason.ShouldContain("without-data");
    }

    [Fact]
    public void A_shared_claim_is_left_noneonly_where_each_of_its_machines_leaves_it_out()
    {
        var kept = Plan([], ["machines=a; names=scratch"], MachineText("a") + MachineText("b"));
        kept.Volumes.ShouldContain(Claim("scratch"));
        kept.Judge().ShouldAllBe(verdict => verdict.Without.Count == 0);
        var disk = kept.Machines.Single(machine => machine.Id == A).Disks.Single(disk => disk.Name == "scratch");
        disk.Protection.ShouldBe(DiskProtection.Protected);
        disk.Reason.ShouldContain(B.ToString());

        var none = Plan([], ["scratch"], MachineText("a") + MachineText("b"));
        none.Volumes.ShouldNotContain(Claim("scratch"));
        none.Judge().ShouldAllBe(verdict => verdict.Without.Single() == "scratch");
    }

    [Fact]
    public void A_claim_stays_that_something_else_than_a_machine_uses()
    {
        const string Set = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstanceReplicaSet
            metadata: { name: web, namespace: ns }
            spec:
              template:
                spec: { domain: {}, volumes: [{ name: data, persistentVolumeClaim: { claimName: scratch } }] }
            ---

            """;

        var plan = Plan([], ["scratch"], MachineText("a") + Set);

        plan.Volumes.ShouldContain(Claim("scratch"));
        plan.Machines.Single()
            .Disks.Single(disk => disk.Name == "scratch")
            .Reason.ShouldBe(
                "It is left out here, but VirtualMachineInstanceReplicaSet.kubevirt.io/ns/web keeps the claim."
            );
    }

    [Fact]
    public void What_is_said_of_data_outside_of_claims_is_said_of_disks_that_are_not_left_out()
    {
        var two = MachineText("a")
            .Replace(
                "persistentVolumeClaim: { claimName: scratch }",
                "hostDisk: { path: /b, type: Disk }",
                StringComparison.Ordinal
            );

        Paths(Plan([], ["iso"], two))
            .ShouldBe(["/spec/template/spec/volumes/2/hostDisk", "/spec/template/spec/volumes/3/hostDisk"]);
        Paths(Plan([], ["node"], two)).ShouldBe(["/spec/template/spec/volumes/2/hostDisk"]);

        static IEnumerable<string?> Paths(BackupPlan plan) =>
            plan.Findings.Where(finding => finding.Id == FindingIds.DataOutsideClaims).Select(finding => finding.Path);
    }

    [Theory]
    [InlineData("PersistentVolumeClaim/ns/scratch", "scratch")]
    [InlineData("DataVolume.cdi.kubevirt.io/ns/a-root", "a-root")]
    public void A_claim_that_is_a_root_itself_is_backed_up_though_its_machine_leaves_it_out(string root, string claim)
    {
        var options = new PlanOptions
        {
            Roots = [A, ResourceId.Parse(root)],
            Disks = DiskSelection.Parse([], ["scratch", "root"]),
        };

        var volumes = BackupPlanner.Plan(Read(MachineText("a")), options).Volumes;

        volumes.Select(volume => volume.Name).ShouldBe([claim, "iso"], ignoreOrder: true);
    }

    [Fact]
    public void A_part_of_a_plan_has_the_same_choice()
    {
        var plan = Plan([], ["names=scratch,root; machines=b", "scratch"], MachineText("a") + MachineText("b"));
        var part = plan.For(A);
        part.Volumes.Select(volume => volume.Name).ShouldBe(["a-root", "iso"]);
        part.Judge().Single().Without.ShouldBe(["scratch"]);
        part.Findings.ShouldAllBe(finding => finding.Resource != B);
        plan.For(B).HasErrors.ShouldBeTrue();
    }

    [Fact]
    public void A_document_keeps_what_is_said_of_disks()
    {
        var plan = Plan([], ["scratch"], MachineText("a"));
        var read = BackupPlanDocument.Read(plan.ToJson());
        read.Machines.Single()
            .Disks.Select(disk => disk.ToString())
            .ShouldBe(plan.Machines.Single().Disks.Select(disk => disk.ToString()));
        read.Verdicts.Single().Without.ShouldBe(["scratch"]);
        read.ToJson().ShouldBe(plan.ToJson());
    }

    [Fact]
    public void The_text_of_a_plan_lists_the_disks_withnonea_snapshot_and_why()
    {
        var text = Plan([], ["scratch"], MachineText("a")).ToText();
        text.ShouldContain("Disks without a snapshot (3)");
        text.ShouldContain(
            "VirtualMachine.kubevirt.io/ns/a: scratch (claim scratch, 1Gi): left out. The choice of disks leaves it out "
                + "(names=scratch). A restore makes a blank one of the same size"
        );
    }

    [Theory]
    [InlineData("disks: [{ name: a, disk: {}, bootOrder: 2 }, { name: b, disk: {}, bootOrder: 1 }]", "b")]
    [InlineData("disks: [{ name: a, cdrom: {} }, { name: b, disk: {} }]", "b")]
    [InlineData("disks: [{ name: a, cdrom: {} }]", "a")]
    [InlineData("disks: [{ name: c, disk: {} }, { name: a }]", "a")]
    [InlineData("disks: [{ name: b, disk: {} }, { name: a, disk: {}, bootOrder: 5 }]", "a")]
    [InlineData("disks: [{ name: a, disk: {} }], interfaces: [{ name: n, bootOrder: 1 }]", null)]
    [InlineData("disks: [{ name: a, disk: {}, bootOrder: 1 }], interfaces: [{ name: n, bootOrder: 2 }]", "a")]
    [InlineData(
        "disks: [{ name: a, disk: {}, bootOrder: 3 }], interfaces: [{ name: n, bootOrder: 5 }, { name: m, bootOrder: 1 }]",
        null
    )]
    [InlineData("disks: [{ name: a, disk: {} }] }, firmware: { kernelBoot: {}", null)]
    [InlineData("disks: []", null)]
    public void The_boot_disk_is_the_first_of_the_order_that_is_no_drive_for_discs(string devices, string? expected)
    {
        var machine = $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: { name: a, namespace: ns }
            spec:
              template:
                spec:
                  domain: { devices: { {{devices}} } }
                  volumes:
                  - { name: a, persistentVolumeClaim: { claimName: a } }
                  - { name: b, dataVolume: { name: b } }
                  - { name: c, cloudInitNoCloud: { userData: x } }
            """;
        var disks = BackupPlanner.Plan(Parse(machine), null).Machines.Single().Disks;
        disks.SingleOrDefault(disk => disk.IsBoot)?.Name.ShouldBe(expected);
        disks.Count(disk => disk.IsBoot).ShouldBe(expected is null ? 0 : 1);
    }

    private static string MachineText(string name, string annotations = "") =>
        Machine.Replace("NAME", name, StringComparison.Ordinal).Replace("ANNOTATIONS", annotations);

    private const string Claims = """
        apiVersion: v1
        kind: List
        items:
        - { apiVersion: v1, kind: Namespace, metadata: { name: ns } }
        - { apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: { name: fast } }
        - apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: { name: scratch, namespace: ns }
          spec: { storageClassName: fast, resources: { requests: { storage: 1Gi } } }
        - apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: { name: iso, namespace: ns }
        - apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: { name: a-root, namespace: ns }
          spec: { resources: { requests: { storage: 20Gi } } }
        - apiVersion: cdi.kubevirt.io/v1beta1
          kind: DataVolume
          metadata: { name: a-root, namespace: ns }
        - apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: { name: b-root, namespace: ns }
        - apiVersion: cdi.kubevirt.io/v1beta1
          kind: DataVolume
          metadata: { name: b-root, namespace: ns }
        """;

    private static BackupPlan Plan(string[] include, string[] exclude, string machines) =>
        BackupPlanner.Plan(Read(machines), new PlanOptions { Disks = DiskSelection.Parse(include, exclude) });

    private static IReadOnlyList<Resource> Read(string machines, string claims = Claims) => Parse(machines + claims);

    private static IReadOnlyList<Resource> Parse(string yaml)
    {
        var read = new ManifestReader().Read(System.Text.Encoding.UTF8.GetBytes(yaml), "test");
        read.Findings.ShouldBeEmpty();
        return read.Resources;
    }

    private static ResourceId Id(string name) => new(Kinds.VirtualMachine, "ns", name);

    private static ResourceId Claim(string name) => new(Kinds.PersistentVolumeClaim, "ns", name);
}
