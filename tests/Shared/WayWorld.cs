using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Planning;

/// <summary>A cluster with one machine of two disks, for which every way is possible; tests take something away.</summary>
internal sealed class WayWorld
{
    public static readonly ResourceId Db = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private const string Text = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: { name: db, namespace: shop, uid: vm-1, labels: { cbt: "on" } }
        spec:
          runStrategy: Always
          template:
            spec:
              domain: { devices: { disks: [{ name: root, disk: {} }, { name: data, disk: {} }] } }
              volumes:
              - { name: root, persistentVolumeClaim: { claimName: root } }
              - { name: data, persistentVolumeClaim: { claimName: data } }
        status:
          created: true
          changedBlockTracking: { state: Enabled }
          volumeSnapshotStatuses: [{ name: root, enabled: true }, { name: data, enabled: true }]
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachineInstance
        metadata: { name: db, namespace: shop, uid: vmi-1 }
        spec:
          volumes:
          - { name: root, persistentVolumeClaim: { claimName: root } }
          - { name: data, persistentVolumeClaim: { claimName: data } }
        status: { phase: Running, changedBlockTracking: { state: Enabled }, conditions: [{ type: AgentConnected, status: "True" }] }
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: persistent-state-for-db-x, namespace: shop, uid: c-3, labels: { persistent-state-for: db } }
        spec: { storageClassName: fast, resources: { requests: { storage: 10Mi } } }
        status: { phase: Bound }
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: root, namespace: shop, uid: c-1 }
        spec: { storageClassName: fast, resources: { requests: { storage: 1Gi } } }
        status: { phase: Bound }
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: data, namespace: shop, uid: c-2 }
        spec: { storageClassName: fast, resources: { requests: { storage: 1Gi } } }
        status: { phase: Bound }
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: { name: fast }
        provisioner: csi.fast
        ---
        apiVersion: snapshot.storage.k8s.io/v1
        kind: VolumeSnapshotClass
        metadata: { name: fast-snapshots }
        driver: csi.fast
        ---
        apiVersion: groupsnapshot.storage.k8s.io/v1beta2
        kind: VolumeGroupSnapshotClass
        metadata: { name: fast-groups }
        driver: csi.fast
        ---
        apiVersion: kubevirt.io/v1
        kind: KubeVirt
        metadata: { name: kubevirt, namespace: kubevirt }
        spec:
          configuration:
            developerConfiguration: { featureGates: [IncrementalBackup, UtilityVolumes] }
            changedBlockTrackingLabelSelectors: { virtualMachineLabelSelector: { matchLabels: { cbt: "on" } } }
        ---
        apiVersion: backup.kubevirt.io/v1alpha1
        kind: VirtualMachineBackupTracker
        metadata: { name: db-nightly, namespace: shop, labels: { product: ours } }
        spec: { source: { apiGroup: kubevirt.io, kind: VirtualMachine, name: db } }
        status: { latestCheckpoint: { name: cp-sunday } }
        """;

    private string _text = Text;

    /// <summary>The kinds that the cluster does not serve.</summary>
    public IReadOnlyList<GroupKind> NotServed { get; init; } = [];

    /// <summary>The kinds that the account may not read.</summary>
    public IReadOnlyList<GroupKind> Forbidden { get; init; } = [];

    /// <summary>The objects, each of which can be changed in its text.</summary>
    public WayWorld With(string old, string now)
    {
        if (!_text.Contains(old, StringComparison.Ordinal))
            throw new ArgumentException($"The text has no '{old}'.", nameof(old));
        _text = _text.Replace(old, now, StringComparison.Ordinal);
        return this;
    }

    public WayWorld And(string more)
    {
        _text += "\n---\n" + more;
        return this;
    }

    public WayWorld Without(GroupKind kind)
    {
        var parts = _text.Split("\n---\n");
        _text = string.Join(
            "\n---\n",
            parts.Where(part => !part.Contains($"kind: {kind.Kind}\n", StringComparison.Ordinal))
        );
        return this;
    }

    /// <summary>The objects as a file holds them.</summary>
    public string Yaml => _text;

    public IReadOnlyList<Resource> Resources => Manifest.Read(_text).Resources;

    public BackupPlan Plan(WayOptions? ways, DiskSelection? disks = null)
    {
        var options = new PlanOptions
        {
            Roots = [Db],
            Ways = ways,
            Disks = disks ?? DiskSelection.Everything,
        };
        return BackupPlanner
            .PlanAsync(
                new Cluster(Resources, NotServed, Forbidden),
                options,
                Xunit.TestContext.Current.CancellationToken
            )
            .AsTask()
            .GetAwaiter()
            .GetResult();
    }

    public PlannedWay Choose(WayOptions? ways = null) => Plan(ways ?? WayOptions.Auto).Machines.Single().Way!;

    private sealed class Cluster(
        IReadOnlyList<Resource> resources,
        IReadOnlyList<GroupKind> notServed,
        IReadOnlyList<GroupKind> forbidden
    ) : IResourceSource
    {
        private readonly MemoryResourceSource _inner = new(
            resources.Where(resource => !notServed.Contains(resource.Id.Kind) && !forbidden.Contains(resource.Id.Kind))
        );

        public async ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        )
        {
            var answer = await _inner.FetchAsync(wave, cancellationToken);
            return answer with
            {
                NotServed = [.. wave.Select(query => query.Kind).Where(notServed.Contains).Distinct()],
                NotRead = [.. wave.Where(query => forbidden.Contains(query.Kind))],
            };
        }
    }
}
