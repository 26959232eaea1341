using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rollback;

public class RollbackPlanTests
{
    private static readonly ResourceId Vm = new(Kinds.VirtualMachine, "ns", "vm");

    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns, uid: "1"}
        spec:
          runStrategy: Always
          dataVolumeTemplates:
          - metadata: {name: root}
            spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
          template:
            spec:
              domain:
                cpu: {cores: CORES}
                firmware: {uuid: u, serial: s}
                devices:
                  disks: [{name: root, disk: {}}, {name: data, disk: {}}]
                  interfaces: [{name: default, masquerade: {}, macAddress: "MAC"}]
              networks: [{name: default, pod: {}}]
              volumes:
              - {name: root, dataVolume: {name: root}}
              - {name: data, persistentVolumeClaim: {claimName: data}}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata: {name: root, namespace: ns, uid: "2", labels: {app: a}}
        spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
        status: {phase: Succeeded}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: root, namespace: ns, uid: "3"}
        spec: {accessModes: [ReadWriteOnce], storageClassName: fast, volumeName: pv, resources: {requests: {storage: 1Gi}}}
        status: {phase: Bound, capacity: {storage: 2Gi}}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: ns, uid: "4"}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}

        """;

    private const string Other = """
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: other, namespace: ns, uid: "9"}
        spec:
          runStrategy: STRATEGY
          template: {spec: {domain: {}, volumes: [{name: a, persistentVolumeClaim: {claimName: data}}]}}

        """;

    [Fact]
    public void A_swap_makes_new_claims_and_points_volumes_and_templates_to_them_in_one_write()
    {
        var plan = Plan(Text(cores: 1), Text(cores: 2));

        plan.HasErrors.ShouldBeFalse(plan.ToText());
        var (root, data) = ($"root-rb-{plan.Id}", $"data-rb-{plan.Id}");
        plan.Disks.Select(disk => $"{disk.Name} {disk.Current.Name} {disk.Filled.Name} {disk.Bytes}")
            .ShouldBe([$"root root {root} {2L << 30}", $"data data {data} {1L << 30}"]);
        plan.Created.Select(resource => resource.Id.ToString())
            .ShouldBe([
                $"PersistentVolumeClaim/ns/{root}",
                $"DataVolume.cdi.kubevirt.io/ns/{root}",
                $"PersistentVolumeClaim/ns/{data}",
            ]);
        plan.Created[0].StringAt("/metadata/annotations/cdi.kubevirt.io~1storage.populatedFor").ShouldBe(root);
        plan.Created[0].StringAt("/spec/resources/requests/storage").ShouldBe("2Gi");
        plan.Created[0].At("/spec/volumeName").ShouldBeNull();
        plan.Created[1].StringAt("/metadata/annotations/cdi.kubevirt.io~1storage.prePopulated").ShouldBe(root);
        plan.After!.StringAt("/spec/template/spec/volumes/0/dataVolume/name").ShouldBe(root);
        plan.After.StringAt("/spec/dataVolumeTemplates/0/metadata/name").ShouldBe(root);
        plan.After.StringAt("/spec/template/spec/volumes/1/persistentVolumeClaim/claimName").ShouldBe(data);
        // The definition was not asked for.
        plan.After.At("/spec/template/spec/domain/cpu/cores")!.Value.GetInt32().ShouldBe(2);
        plan.Steps.Select(step => step.Kind)
            .ShouldBe([
                RollbackStepKind.Hold,
                RollbackStepKind.Create,
                RollbackStepKind.Create,
                RollbackStepKind.Create,
                RollbackStepKind.Fill,
                RollbackStepKind.Fill,
                RollbackStepKind.Switch,
                RollbackStepKind.Verify,
                RollbackStepKind.Verify,
                RollbackStepKind.Start,
            ]);
        plan.ToText().ShouldContain("Differs from the archive (1)");
        plan.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.RollbackVoids);
    }

    [Fact]
    public void The_same_again_is_the_same_rollback_and_another_state_is_another()
    {
        var plan = Plan(Text(1), Text(2));
        Plan(Text(1), Text(2)).Id.ShouldBe(plan.Id);
        Plan(Text(3), Text(2)).Id.ShouldNotBe(plan.Id);
        var swapped = Text(2).Replace("claimName: data", "claimName: data2").Replace("name: data,", "name: data2,");
        var again = Plan(
            Text(1),
            swapped
                .Replace("{name: data2, disk", "{name: data, disk")
                .Replace("{name: data2, pers", "{name: data, pers")
        );
        again.Id.ShouldNotBe(plan.Id);
    }

    [Fact]
    public void A_definition_is_taken_back_without_identity_and_without_disks()
    {
        var plan = Plan(
            Text(1, mac: "02:00:00:00:00:01"),
            Text(2),
            new RollbackOptions { Scope = RollbackScope.Definition }
        );
        plan.HasErrors.ShouldBeFalse(plan.ToText());
        plan.Disks.ShouldBeEmpty();
        plan.Created.ShouldBeEmpty();
        plan.After!.At("/spec/template/spec/domain/cpu/cores")!.Value.GetInt32().ShouldBe(1);
        plan.After.StringAt("/spec/template/spec/domain/devices/interfaces/0/macAddress").ShouldBe("02:00:00:00:00:02");
        plan.After.StringAt("/metadata/uid").ShouldBe("1");
        plan.After.StringAt("/spec/template/spec/volumes/0/dataVolume/name").ShouldBe("root");
    }

    [Fact]
    public void Both_together_are_one_write()
    {
        var plan = Plan(Text(1), Text(2), new RollbackOptions { Scope = RollbackScope.Both });
        plan.After!.At("/spec/template/spec/domain/cpu/cores")!.Value.GetInt32().ShouldBe(1);
        plan.After.StringAt("/spec/template/spec/volumes/0/dataVolume/name").ShouldBe($"root-rb-{plan.Id}");
    }

    [Fact]
    public void A_refill_creates_nothing_and_keeps_CDI_out()
    {
        var plan = Plan(Text(1), Text(2), new RollbackOptions { Method = RollbackMethod.Refill });
        plan.Created.ShouldBeEmpty();
        plan.Disks.ShouldAllBe(disk => disk.Filled == disk.Current);
        plan.Steps.Count(step => step.Kind == RollbackStepKind.Mark).ShouldBe(1);
        plan.ToText().ShouldContain("no way back");
    }

    [Fact]
    public void Some_disks_alone_are_taken_back()
    {
        var options = new RollbackOptions { Disks = DiskSelection.Parse(["data"], []) };
        var plan = Plan(Text(1), Text(2), options);
        plan.Disks.Select(disk => disk.Name).ShouldBe(["data"]);
        plan.After!.StringAt("/spec/template/spec/volumes/0/dataVolume/name").ShouldBe("root");
    }

    [Fact]
    public void Names_do_not_grow_with_each_rollback()
    {
        var first = Plan(Text(1), Text(2));
        var now =
            Text(2).Replace("claimName: data", $"claimName: {first.Disks[1].Filled.Name}")
            + $"\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: {first.Disks[1].Filled.Name}, namespace: ns}}\n";
        var second = Plan(Text(1), now);
        second.Disks[1].Filled.Name.ShouldBe($"data-rb-{second.Id}");
    }

    public static TheoryData<string, string> Refusals =>
        new()
        {
            { "gone", "is not there any more" },
            { "unknown", "does not hold the machine" },
            { "disk", "no claim for the disk 'data' now" },
            { "name", "has a disk 'dta'" },
            { "user", "uses it, too, and runs" },
            { "snapshot", "in progress" },
            { "deleted", "is being deleted" },
            { "held", "has not ended" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_done_is_one_error_with_its_remedy_and_no_step(string fault, string message)
    {
        var (archive, now) = (Text(1), Text(2));
        var options = new RollbackOptions();
        (archive, now) = fault switch
        {
            "gone" => (archive, now.Replace("name: vm,", "name: vm2,")),
            "unknown" => (archive.Replace("name: vm,", "name: vm2,"), now),
            "disk" => (archive, now.Replace("      - {name: data, persistentVolumeClaim: {claimName: data}}", "")),
            "user" => (archive, now + Other.Replace("STRATEGY", "Always")),
            "snapshot" => (
                archive,
                now.Replace("spec:\n  runStrategy", "status: {snapshotInProgress: s}\nspec:\n  runStrategy")
            ),
            "deleted" => (
                archive,
                now.Replace("uid: \"1\"", "uid: \"1\", deletionTimestamp: \"2026-01-01T00:00:00Z\"")
            ),
            "held" => (
                archive,
                now.Replace("uid: \"1\"", "uid: \"1\", annotations: {kubevirt-backup/rollback-held: \"{}\"}")
            ),
            _ => (archive, now),
        };
        if (fault == "name")
            options = options with { Disks = DiskSelection.Parse(["dta"], []) };

        var plan = Plan(archive, now, options);

        var error = plan.Findings.Single(finding => finding.Severity == FindingSeverity.Error);
        error.Message.ShouldContain(message);
        plan.Steps.ShouldBeEmpty();
        plan.After.ShouldBeNull();
    }

    [Fact]
    public void A_stopped_machine_on_the_same_claim_keeps_its_disk_in_a_swap_and_forbids_a_refill()
    {
        var now = Text(2) + Other.Replace("STRATEGY", "Halted");
        Plan(Text(1), now).HasErrors.ShouldBeFalse();
        Plan(Text(1), now, new RollbackOptions { Method = RollbackMethod.Refill }).HasErrors.ShouldBeTrue();
    }

    private static string Text(int cores, string mac = "02:00:00:00:00:02") =>
        Machine.Replace("CORES", $"{cores}", StringComparison.Ordinal).Replace("MAC", mac, StringComparison.Ordinal);

    private static RollbackPlan Plan(string archive, string now, RollbackOptions? options = null) =>
        RollbackPlanner.Plan(Graph(archive), Graph(now), Vm, options);

    private static ResourceGraph Graph(string yaml) =>
        ResourceGraph.Create(Manifest.Read(yaml).Resources, BuiltInResolvers.Default);
}
