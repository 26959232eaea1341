using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A restore is rehearsed against what the target really holds; what it does not tell is unknown.</summary>
public class ClusterRehearsalTests
{
    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns}
        spec:
          runStrategy: Always
          instancetype: {kind: VirtualMachineInstancetype, name: small}
          dataVolumeTemplates:
          - metadata: {name: d}
            spec: {storage: {resources: {requests: {storage: 1Gi}}}, source: {http: {url: "http://x"}}}
          template: {spec: {domain: {devices: {}}, volumes: [{name: disk, dataVolume: {name: d}}]}}
        """;

    private const string Claim = """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: d, namespace: ns}
        spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}
        status: {phase: Bound}
        """;

    private const string Volume = """
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata: {name: d, namespace: ns}
        spec: {storage: {resources: {requests: {storage: 1Gi}}}, source: {http: {url: "http://x"}}}
        status: {phase: Succeeded}
        """;

    private const string Cluster = """
        {apiVersion: v1, kind: Namespace, metadata: {name: ns}}
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
        provisioner: fast.example
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: local}
        provisioner: local.example
        volumeBindingMode: WaitForFirstConsumer
        ---
        {apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: fast.example}, spec: {}}
        ---
        apiVersion: kubevirt.io/v1
        kind: KubeVirt
        metadata: {name: kubevirt, namespace: kubevirt}
        spec:
          configuration:
            instancetype: {referencePolicy: expand}
            vmStateStorageClass: local
            developerConfiguration: {featureGates: [Snapshot]}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: CDIConfig
        metadata: {name: config}
        spec: {featureGates: [HonorWaitForFirstConsumer]}
        status: {filesystemOverhead: {global: "0.1", storageClass: {local: "0.02"}}}
        ---
        apiVersion: instancetype.kubevirt.io/v1beta1
        kind: VirtualMachineInstancetype
        metadata: {name: small, namespace: ns}
        spec: {cpu: {guest: 1}, memory: {guest: 1Gi}}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_target_has_is_read_and_the_restore_is_played_on_it()
    {
        await using var server = await TestCluster.StartAsync(Read(Cluster));
        var (target, report) = await RehearseAsync(server, Restore(Claim, Volume, Machine));

        target.Namespaces.ShouldBe(["ns"]);
        target.DefaultClass.ShouldBe("fast");
        target
            .StorageClasses.Select(one => (one.Name, one.HasCsiDriver, one.WaitsForConsumer, one.FilesystemOverhead))
            .ShouldBe([("fast", true, false, null), ("local", false, true, 0.02m)], ignoreOrder: true);
        (target.InstancetypePolicy, target.StateStorageClass, target.FilesystemOverhead).ShouldBe(
            ("expand", "local", 0.1m)
        );
        target.FeatureGates.ShouldBe(["Snapshot"]);
        target.CdiFeatureGates.ShouldBe(["HonorWaitForFirstConsumer"]);
        target
            .Existing.Select(step => step.Content!.Value.GetProperty("metadata").GetProperty("name").GetString())
            .ShouldBe(["small"]);
        report.Findings.ShouldBeEmpty();
        report.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Started);
        report.Volumes.ShouldHaveSingleItem().Outcome.ShouldBe(VolumeOutcome.Adopted);
    }

    // It is what the preflight cannot see: each object alone would be taken.
    [Fact]
    public async Task A_class_and_an_instancetype_that_the_target_lacks_stop_the_machine()
    {
        var cluster = Cluster[..Cluster.LastIndexOf("---", StringComparison.Ordinal)];
        await using var server = await TestCluster.StartAsync(Read(cluster));
        var claim = Claim.Replace("fast", "slow", StringComparison.Ordinal);
        var (_, report) = await RehearseAsync(server, Restore(claim, Volume, Machine));

        report.Volumes.ShouldHaveSingleItem().Outcome.ShouldBe(VolumeOutcome.Pending);
        report.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Blocked);
    }

    [Fact]
    public async Task A_volume_that_is_kept_is_played_as_it_is_there()
    {
        var volume = Volume.Replace("metadata: {", "metadata: {uid: dv-uid, ", StringComparison.Ordinal);
        var owner =
            "ownerReferences: [{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, name: d, uid: dv-uid, controller: true}]";
        var claim = Claim
            .Replace("name: d,", $"name: d, {owner},", StringComparison.Ordinal)
            .Replace(
                "accessModes:",
                "volumeName: pv, dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: x}, accessModes:",
                StringComparison.Ordinal
            );
        await using var server = await TestCluster.StartAsync(Read($"{Cluster}\n---\n{volume}\n---\n{claim}"));
        var (target, report) = await RehearseAsync(server, Restore(Claim, Volume, Machine), ExistingObject.Adopt);

        target.Existing.Count.ShouldBe(4);
        report.Refusals.ShouldBeEmpty();
        report.Story.ShouldNotContain(told => told.Effect == RehearsalEffect.Collected);
        report.Story.Where(told => told.Step >= 0).ShouldNotContain(told => told.Effect == RehearsalEffect.Filled);
        report.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Started);
    }

    // The preflight refuses it, so that nothing is said of it as though it were written.
    [Fact]
    public async Task A_machine_that_needs_a_claim_which_is_kept_is_not_played()
    {
        await using var server = await TestCluster.StartAsync(Read($"{Cluster}\n---\n{Claim}"));
        var (target, report) = await RehearseAsync(server, Restore(Claim, Machine));

        target.Existing.ShouldContain(step =>
            step.Content!.Value.GetRawText().Contains("PersistentVolumeClaim", StringComparison.Ordinal)
        );
        report.Machines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_that_is_updated_starts_as_the_restore_says()
    {
        var there = Machine.Replace("Always", "Halted", StringComparison.Ordinal);
        await using var server = await TestCluster.StartAsync(Read($"{Cluster}\n---\n{there}"));
        var (_, kept) = await RehearseAsync(server, Restore(Machine));
        var (_, updated) = await RehearseAsync(server, Restore(Machine), ExistingObject.Update);

        kept.Story.ShouldNotContain(told => told.Step >= 0);
        StrategyOf(kept).ShouldBe("Halted");
        StrategyOf(updated).ShouldBe("Always");

        static string? StrategyOf(RehearsalReport report) =>
            report
                .Observed.GetProperty("objects")
                .EnumerateArray()
                .Single(one => one.GetProperty("id").GetString() == "VirtualMachine/ns/vm")
                .GetProperty("runStrategy")
                .GetString();
    }

    [Fact]
    public async Task A_namespace_that_the_restore_brings_is_not_there_before_it()
    {
        const string Brought = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME"}}""";
        var inOther = Claim.Replace("namespace: ns", "namespace: a", StringComparison.Ordinal);
        await using var server = await TestCluster.StartAsync(
            Read(Cluster + "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: a}}")
        );
        var brought = Brought.Replace("NAME", "z", StringComparison.Ordinal);
        var (target, _) = await RehearseAsync(server, Restore(brought, inOther, Claim));

        target.Namespaces.ShouldBe(["a", "ns"]);
    }

    [Fact]
    public async Task What_the_rehearsal_plays_otherwise_than_the_target_is_said()
    {
        var cluster = Cluster.Replace(
            "metadata: {name: local}",
            "metadata: {name: local, annotations: {storageclass.kubevirt.io/is-default-virt-class: \"true\"}}",
            StringComparison.Ordinal
        );
        await using var server = await TestCluster.StartAsync(Read(cluster));
        var (_, report) = await RehearseAsync(server, Restore(Claim));

        report
            .Findings.Select(finding => finding.Message)
            .ShouldBe([
                "Not known to the rehearsal: which class DataVolumes get that name none. "
                    + "local is the default for virtual machines, and the rehearsal knows one default only.",
            ]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[DataVolumeClaimAdoption, HonorWaitForFirstConsumer]")]
    public async Task The_gates_of_CDI_are_those_that_it_says(string gates)
    {
        var cluster = Cluster.Replace("[HonorWaitForFirstConsumer]", gates, StringComparison.Ordinal);
        await using var server = await TestCluster.StartAsync(Read(cluster));
        var (target, _) = await RehearseAsync(server, Restore(Claim));

        $"[{string.Join(", ", target.CdiFeatureGates!)}]".ShouldBe(gates);
    }

    // KubeVirt looks for it by name; the restore does not bring it, and the preflight has no reason to look.
    [Fact]
    public async Task An_instance_of_the_name_that_is_left_there_stops_the_machine()
    {
        const string Orphan = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns, labels: {kubevirt.io/nodeName: node}}
            spec: {domain: {devices: {}}}
            status: {phase: Running, nodeName: node}
            """;
        await using var server = await TestCluster.StartAsync(Read($"{Cluster}\n---\n{Orphan}"));
        var (_, report) = await RehearseAsync(server, Restore(Claim, Volume, Machine));

        report.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Blocked);
    }

    [Fact]
    public async Task A_claim_of_a_DataVolume_that_the_target_has_alone_keeps_the_DataVolume_out()
    {
        await using var server = await TestCluster.StartAsync(Read($"{Cluster}\n---\n{Claim}"));
        var restore = Restore(Volume);
        var (_, report) = await RehearseAsync(server, restore);

        report.Refusals.ShouldHaveSingleItem().Message.ShouldContain("Destination PVC ns/d already exists");
    }

    [Fact]
    public async Task What_the_account_may_not_read_is_unknown_and_said()
    {
        await using var server = await TestCluster.StartAsync(Read(Cluster));
        server.AddUser("narrow", new TestRule("get create", "*", "ns"), new TestRule("get", "namespaces"));
        var (target, report) = await RehearseAsync(server, Restore(Claim, Volume, Machine), user: "narrow");

        (target.KnowsClasses, target.KnowsKubeVirt, target.FilesystemOverhead).ShouldBe((false, false, null));
        target.CdiFeatureGates.ShouldBeNull();
        report.Volumes.ShouldHaveSingleItem().Outcome.ShouldBe(VolumeOutcome.Unknown);
        report.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Unknown);
        report.Findings.ShouldBe(report.Findings.Order());
        var unread = report.Findings.Where(finding => finding.Id == FindingIds.TargetNotChecked).ToList();
        foreach (
            var what in new[]
            {
                "the storage classes.",
                "the configuration of KubeVirt.",
                "the configuration of CDI:",
                "the limits of namespace ns.",
                "which claims of namespace ns hold the state of machines.",
            }
        )
            unread.ShouldContain(finding =>
                finding.Message.StartsWith($"Not known to the rehearsal: {what}", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task Rights_that_generated_roles_give_are_enough()
    {
        await using var server = await TestCluster.StartAsync(Read(Cluster));
        var rules = AccessRules.For(BuiltInResolvers.Default, AccessActions.Apply | AccessActions.Rehearse).Rules;
        server.AddUser(
            "restorer",
            [.. rules.Select(rule => new TestRule(string.Join(' ', rule.Verbs), rule.Resource, null, rule.Group))]
        );
        var (_, report) = await RehearseAsync(server, Restore(Claim, Volume, Machine), user: "restorer");

        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_object_that_may_not_be_read_is_not_taken_to_be_absent()
    {
        await using var server = await TestCluster.StartAsync(Read(Cluster));
        server.AddUser(
            "blind",
            new TestRule("get list create", "persistentvolumeclaims datavolumes virtualmachines limitranges"),
            new TestRule(
                "get list",
                "namespaces storageclasses csidrivers kubevirts cdiconfigs virtualmachineinstances"
            )
        );
        var (target, report) = await RehearseAsync(server, Restore(Claim, Volume, Machine), user: "blind");
        var instancetype = new ResourceId(Kinds.VirtualMachineInstancetype, "ns", "small");

        target.Unread.ShouldBe([instancetype]);
        report.Machines.ShouldHaveSingleItem().Outcome.ShouldBe(MachineOutcome.Unknown);
        report
            .Findings.Single(finding => finding.Id == FindingIds.TargetNotChecked)
            .Message.ShouldStartWith($"Not known to the rehearsal: whether {instancetype} is there.");
    }

    [Fact]
    public async Task A_cluster_without_drivers_KubeVirt_or_CDI_says_so()
    {
        await using var server = await TestCluster.StartAsync(Read(Cluster));
        server.Withdraw(new GroupKind("storage.k8s.io", "CSIDriver"));
        server.Withdraw(new GroupKind("kubevirt.io", "KubeVirt"));
        server.Withdraw(new GroupKind("cdi.kubevirt.io", "CDIConfig"));
        var (target, report) = await RehearseAsync(server, Restore(Claim));

        target.StorageClasses.ShouldAllBe(one => one.HasCsiDriver == null);
        target.KnowsKubeVirt.ShouldBeFalse();
        report.Volumes.ShouldHaveSingleItem().Outcome.ShouldBe(VolumeOutcome.Kept);
        report
            .Findings.Count(finding => finding.Message.Contains("does not serve", StringComparison.Ordinal))
            .ShouldBe(3);
    }

    [Fact]
    public async Task Nothing_is_written_and_nothing_is_read_twice()
    {
        await using var server = await TestCluster.StartAsync(Read(Cluster));
        using var client = server.CreateClient();
        var (cluster, restore) = (new ClusterTarget(client, Quick), Restore(Claim, Volume, Machine));
        var check = await cluster.PreflightAsync(restore, null, Token);
        var before = server.Requests.Count;
        await cluster.RehearseAsync(restore, check, Token);
        var requests = server
            .Requests.Skip(before)
            .Select(request => (request.Method, request.Path, request.Query))
            .ToList();

        requests.ShouldAllBe(request => request.Method == "GET");
        requests.ShouldBeUnique();
        var instancetype = requests.Where(request => request.Path.EndsWith("/small", StringComparison.Ordinal));
        instancetype.ShouldBeEmpty("The preflight has read it.");
    }

    private static async Task<ClusterRehearsal> RehearseAsync(
        TestCluster server,
        RestoreResult restore,
        ExistingObject existing = ExistingObject.Keep,
        string user = TestCluster.Administrator
    )
    {
        using var client = server.CreateClient(user);
        var target = new ClusterTarget(client, Quick);
        var check = await target.PreflightAsync(restore, new ApplyOptions { Existing = _ => existing }, Token);
        return await target.RehearseAsync(restore, check, Token);
    }

    private static RestoreResult Restore(params string[] documents) =>
        RestorePresets.Preserve.Apply(
            ResourceGraph.Create(Read(string.Join("\n---\n", documents)), BuiltInResolvers.Default)
        );

    private static IReadOnlyList<Resource> Read(string yaml) => Manifest.Read(yaml).Resources;
}
