using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What the real controllers were seen to do with restored objects, row by row: no preset lets a restore end so, or it
/// is said. The rows about claims and DataVolumes stand in <see cref="VolumeDecisionTests"/>.
/// </summary>
public class ObservedTests
{
    private const string Machine =
        "{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: vm, namespace: ns, uid: u1META}, spec: {runStrategy: AlwaysSPEC, template: {spec: {domain: {devices: {}}TEMPLATE}}}STATUS}";

    public static TheoryData<string> Presets =>
        ["guide", "preserve", "unique", "in-place", "copy-beside", "disaster-recovery"];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Stale_owners_on_which_the_garbage_collector_deletes_are_gone_from_every_kind(string preset)
    {
        const string Owner =
            "ownerReferences: [{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, name: d, uid: u9, controller: true}]";
        var result = Run(
            preset,
            $"{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: d, namespace: ns, {Owner}}}}}",
            $"{{apiVersion: v1, kind: Secret, metadata: {{name: s, namespace: ns, {Owner}}}}}",
            "{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, metadata: {name: d, namespace: ns, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: u1}]}, spec: {}, status: {phase: Succeeded}}",
            $"{{apiVersion: apps/v1, kind: ControllerRevision, metadata: {{name: r, namespace: ns, {Owner}}}}}"
        );
        result.Resources.Count().ShouldBe(4);
        result.Resources.ShouldAllBe(resource => resource.At("/metadata/ownerReferences") == null);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Finalizers_that_make_a_machine_undeletable_are_gone(string preset) =>
        Single(
                preset,
                Vm(
                    meta: ", finalizers: [snapshot.kubevirt.io/snapshot-source-protection, pool.kubevirt.io/finalizer, kubevirt.io/virtualMachineControllerFinalize]"
                )
            )
            .At("/metadata/finalizers")
            .ShouldBeNull();

    [Theory]
    [MemberData(nameof(Presets))]
    public void Running_and_runStrategy_exclude_each_other_and_one_must_be_there(string preset)
    {
        Single(preset, Vm(spec: ", running: true")).At("/spec/running").ShouldBeNull();
        var neither = Run(
            preset,
            "{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: vm, namespace: ns}, spec: {template: {spec: {domain: {}}}}}"
        );
        neither.Resources.Single().StringAt("/spec/runStrategy").ShouldBe("Halted");
        neither.Findings.ShouldContain(finding => finding.Id == FindingIds.RunStrategyAbsent);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_machine_that_waits_for_a_migration_is_halted_and_one_that_starts_again_is_said(string preset)
    {
        Single(preset, Vm().Replace("Always", "WaitAsReceiver", StringComparison.Ordinal))
            .StringAt("/spec/runStrategy")
            .ShouldBe("Halted");
        foreach (var strategy in new[] { "Once", "RerunOnFailure" })
            Run(preset, Vm().Replace("Always", strategy, StringComparison.Ordinal))
                .Findings.ShouldContain(finding => finding.Id == FindingIds.StartsAgain);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_six_reserved_labels_are_gone_from_templates_and_instances_and_others_stay(string preset)
    {
        const string Labels =
            "metadata: {labels: {kubevirt.io/created-by: a, kubevirt.io/migrationJobUID: a, kubevirt.io/nodeName: a, kubevirt.io/migrationTargetNodeName: a, kubevirt.io/schedulable: a, kubevirt.io/install-strategy: a, kubevirt.io/domain: kept}";
        Single(
                preset,
                $"{{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {{name: vm, namespace: ns}}, spec: {{runStrategy: Halted, template: {{{Labels}}}, spec: {{domain: {{}}}}}}}}}}"
            )
            .At("/spec/template/metadata/labels")!
            .Value.EnumerateObject()
            .Select(label => label.Name)
            .ShouldBe(["kubevirt.io/domain"]);
        Single(
                preset,
                $"{{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, {Labels}, name: vmi, namespace: ns}}, spec: {{domain: {{}}}}}}"
            )
            .At("/metadata/labels")!
            .Value.EnumerateObject()
            .Select(label => label.Name)
            .ShouldBe(["kubevirt.io/domain"]);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_standalone_instance_loses_its_status_with_which_it_would_fail_at_once(string preset)
    {
        var instance = Single(
            preset,
            "{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, metadata: {name: vmi, namespace: ns, finalizers: [foregroundDeleteVirtualMachine]}, spec: {domain: {}}, status: {phase: Running, nodeName: n1}}"
        );
        instance.At("/status").ShouldBeNull();
        instance.At("/metadata/finalizers").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Utility_volumes_and_memory_dumps_which_admission_refuses_are_gone(string preset)
    {
        var machine = Run(
            preset,
            Vm(
                template: ", utilityVolumes: [{name: u, claimName: c}], volumes: [{name: a, memoryDump: {claimName: c}}, {name: b, emptyDisk: {capacity: 1Gi}}, {name: e, memoryDump: {claimName: c}}]"
            ),
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: ns}}"
        )
            .Resources.Single(resource => resource.Id.Kind == Kinds.VirtualMachine);
        machine.At("/spec/template/spec/utilityVolumes").ShouldBeNull();
        machine.At("/spec/template/spec/volumes")!.Value.GetRawText().ShouldNotContain("memoryDump");
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void An_instance_beside_its_machine_on_which_KubeVirt_fails_for_ever_is_left_out(string preset) =>
        Run(
            preset,
            Vm(),
            "{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, metadata: {name: vm, namespace: ns}, spec: {domain: {}}}"
        )
            .Resources.ShouldHaveSingleItem()
            .Id.Kind.ShouldBe(Kinds.VirtualMachine);

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_label_by_which_CDI_enlarges_a_claim_at_every_creation_is_gone(string preset) =>
        Single(
                preset,
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: ns, labels: {cdi.kubevirt.io/applyStorageProfile: 'true', mine: kept}}}"
            )
            .At("/metadata/labels")!
            .Value.GetRawText()
            .ShouldBe("{\"mine\":\"kept\"}");

    [Theory]
    [InlineData("snapshot.kubevirt.io/v1beta1", "VirtualMachineSnapshot")]
    [InlineData("snapshot.kubevirt.io/v1beta1", "VirtualMachineSnapshotContent")]
    [InlineData("snapshot.kubevirt.io/v1beta1", "VirtualMachineRestore")]
    [InlineData("clone.kubevirt.io/v1beta1", "VirtualMachineClone")]
    [InlineData("export.kubevirt.io/v1", "VirtualMachineExport")]
    [InlineData("backup.kubevirt.io/v1alpha1", "VirtualMachineBackup")]
    [InlineData("backup.kubevirt.io/v1alpha1", "VirtualMachineBackupTracker")]
    [InlineData("kubevirt.io/v1", "VirtualMachineInstanceMigration")]
    [InlineData("cdi.kubevirt.io/v1beta1", "DataImportCron")]
    public void An_action_which_would_run_again_is_left_out_by_every_preset(string apiVersion, string kind)
    {
        foreach (var preset in Presets)
            Run(
                preset.Data,
                $"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: a, namespace: ns}}, status: {{phase: Succeeded}}}}"
            )
                .Resources.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_revision_that_only_the_status_names_is_written_into_the_spec(string preset) =>
        Run(
            preset,
            Vm(
                spec: ", instancetype: {name: t}",
                status: ", status: {instancetypeRef: {controllerRevisionRef: {name: r}}}"
            ),
            Revision("instancetype.kubevirt.io/object-version: v1beta1")
        )
            .Resources.Single(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .StringAt("/spec/instancetype/revisionName")
            .ShouldBe("r");

    [Theory]
    [InlineData("")]
    [InlineData("instancetype.kubevirt.io/object-version: v1alpha2")]
    public void A_revision_with_which_the_machine_never_starts_is_an_error(string labels) =>
        Run(
            "preserve",
            Vm(
                spec: ", instancetype: {name: t}",
                status: ", status: {instancetypeRef: {controllerRevisionRef: {name: r}}}"
            ),
            Revision(labels)
        )
            .Findings.ShouldContain(finding =>
                finding.Id == FindingIds.RevisionOutdated && finding.Severity == FindingSeverity.Error
            );

    [Theory]
    [InlineData(
        ", instancetype: {name: t}",
        "",
        ", status: {instancetypeRef: {controllerRevisionRef: {name: gone}}}",
        "ControllerRevision.apps/ns/gone"
    )]
    [InlineData(
        "",
        ", volumes: [{name: v, persistentVolumeClaim: {claimName: gone}}]",
        "",
        "PersistentVolumeClaim/ns/gone"
    )]
    [InlineData(
        ", dataVolumeTemplates: [{metadata: {name: gone}, spec: {}}]",
        ", volumes: [{name: v, dataVolume: {name: gone}}]",
        "",
        "PersistentVolumeClaim/ns/gone"
    )]
    public void What_is_missing_and_needed_to_start_or_holds_the_data_is_an_error(
        string spec,
        string template,
        string status,
        string missing
    ) =>
        Run("preserve", Vm(spec: spec, template: template, status: status))
            .Findings.ShouldContain(finding =>
                finding.Severity == FindingSeverity.Error
                && finding.Message.StartsWith(missing, StringComparison.Ordinal)
            );

    [Fact]
    public void A_DataVolume_that_waits_for_a_DataSource_that_is_missing_is_said() =>
        Run(
            "preserve",
            "{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, metadata: {name: d, namespace: ns}, spec: {sourceRef: {kind: DataSource, name: golden}}, status: {phase: Succeeded}}",
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: d, namespace: ns}}"
        )
            .Findings.ShouldContain(finding => finding.Id == FindingIds.DataSourceRequired);

    [Fact]
    public void A_network_that_the_target_must_have_is_said() =>
        Run("preserve", Vm(template: ", networks: [{name: a, multus: {networkName: vlan}}]"))
            .Findings.ShouldContain(finding =>
                finding.Message.StartsWith(
                    "NetworkAttachmentDefinition.k8s.cni.cncf.io/ns/vlan",
                    StringComparison.Ordinal
                )
            );

    [Fact]
    public void Claims_with_state_that_KubeVirt_deletes_or_mixes_up_are_errors()
    {
        const string Claim =
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: NAME, namespace: ns, labels: {persistent-state-for: vm}}}";
        Run("preserve", Vm(), Claim.Replace("NAME", "a", StringComparison.Ordinal))
            .Findings.ShouldContain(finding =>
                finding.Id == FindingIds.UnwantedStateClaim && finding.Severity == FindingSeverity.Error
            );
        Run(
            "preserve",
            "{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: vm, namespace: ns}, spec: {runStrategy: Halted, template: {spec: {domain: {devices: {tpm: {persistent: true}}}}}}}",
            Claim.Replace("NAME", "a", StringComparison.Ordinal),
            Claim.Replace("NAME", "b", StringComparison.Ordinal)
        )
            .Findings.ShouldContain(finding =>
                finding.Id == FindingIds.SeveralStateClaims && finding.Severity == FindingSeverity.Error
            );
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_pool_makes_no_machines_beside_its_restored_ones(string preset)
    {
        var result = Run(
            preset,
            "{apiVersion: pool.kubevirt.io/v1beta1, kind: VirtualMachinePool, metadata: {name: p, namespace: ns, uid: p1}, spec: {replicas: 1, virtualMachineTemplate: {spec: {runStrategy: Halted, template: {spec: {domain: {}}}}}}}",
            Vm(
                meta: ", ownerReferences: [{apiVersion: pool.kubevirt.io/v1beta1, kind: VirtualMachinePool, name: p, uid: p1, controller: true}]"
            )
        );
        result
            .Resources.Single(resource => resource.Id.Kind == Kinds.VirtualMachinePool)
            .At("/spec/paused")!
            .Value.GetBoolean()
            .ShouldBeTrue();
        result.Owners.ShouldHaveSingleItem().Object.Kind.ShouldBe(Kinds.VirtualMachine);
    }

    private static string Vm(string meta = "", string spec = "", string template = "", string status = "") =>
        Machine
            .Replace("META", meta, StringComparison.Ordinal)
            .Replace("SPEC", spec, StringComparison.Ordinal)
            .Replace("TEMPLATE", template, StringComparison.Ordinal)
            .Replace("STATUS", status, StringComparison.Ordinal);

    private static string Revision(string labels) =>
        $"{{apiVersion: apps/v1, kind: ControllerRevision, metadata: {{name: r, namespace: ns, labels: {{{labels}}}}}, revision: 1, data: {{}}}}";

    private static Resource Single(string preset, string yaml) => Run(preset, yaml).Resources.ShouldHaveSingleItem();

    private static RestoreResult Run(string preset, params string[] documents)
    {
        var manifests = new ManifestReader().Read(
            Encoding.UTF8.GetBytes(string.Join("\n---\n", documents)),
            "observed"
        );
        manifests.Findings.ShouldBeEmpty();
        var policy = new[]
        {
            RestorePresets.Guide,
            RestorePresets.Preserve,
            RestorePresets.Unique,
            RestorePresets.InPlace,
            RestorePresets.CopyBeside,
            RestorePresets.DisasterRecovery,
        }.Single(policy => policy.Name == preset);
        return policy.Apply(ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default));
    }
}
