using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Testing;
using Shouldly;

namespace KubeVirt.Backup.Client;

/// <summary>
/// A cluster with a running machine of two disks, its controllers, and what stands on its claims: whenever the machine is
/// started, it is noted on which data.
/// </summary>
internal sealed class RollbackWorld : IAsyncDisposable
{
    public const string Old = "old";
    public const string New = "new";

    public static readonly ResourceId Machine = new(Kinds.VirtualMachine, "ns", "vm");

    private static readonly ResourceId Guest = Machine.WithKind(Kinds.VirtualMachineInstance);

    private static readonly IReadOnlyList<Resource> Resources = Manifest
        .Read(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: ns}
            ---
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns, uid: vm-1, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: o, uid: o}]}
            spec:
              runStrategy: Always
              dataVolumeTemplates:
              - metadata: {name: root}
                spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
              template:
                spec:
                  domain:
                    devices:
                      disks: [{name: root, disk: {}}, {name: data, disk: {}}]
                      interfaces: [{name: default, masquerade: {}, macAddress: "02:00:00:00:00:01"}]
                  networks: [{name: default, pod: {}}]
                  volumes:
                  - {name: root, dataVolume: {name: root}}
                  - {name: data, persistentVolumeClaim: {claimName: data}}
            ---
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns, uid: vmi-1}
            spec: {domain: {}}
            status: {phase: Running}
            ---
            apiVersion: cdi.kubevirt.io/v1beta1
            kind: DataVolume
            metadata: {name: root, namespace: ns, uid: dv-1}
            spec: {source: {http: {url: "http://x"}}, storage: {resources: {requests: {storage: 1Gi}}}}
            status: {phase: Succeeded}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: root, namespace: ns, uid: pvc-root}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            status: {phase: Bound}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: ns, uid: pvc-data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            status: {phase: Bound}
            """
        )
        .Resources;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");
    private readonly Dictionary<string, string> _content = new(StringComparer.Ordinal)
    {
        ["pvc-root"] = Old,
        ["pvc-data"] = Old,
    };

    private RollbackWorld(TestCluster server)
    {
        Server = server;
        Server.Controllers = Reconcile;
    }

    public static ResourceGraph Archive { get; } = ResourceGraph.Create(Resources, BuiltInResolvers.Default);

    public TestCluster Server { get; }

    /// <summary>On which data the machine was started, each time; two texts where it was a mix.</summary>
    public List<string> Starts { get; } = [];

    public string Journal => Path.Combine(_folder.FullName, "rollback");

    public static async Task<RollbackWorld> StartAsync() => new(await TestCluster.StartAsync(Resources));

    /// <summary>A client whose process dies at a write, before it is sent or after it had its effect.</summary>
    public Kubernetes Client(KillingHandler? killer = null)
    {
        var configuration = new KubernetesClientConfiguration
        {
            Host = Server.Api.Url,
            AccessToken = TestCluster.Administrator,
            SslCaCerts = [Server.Api.Certificates.Authority],
        };

        return killer is null ? new Kubernetes(configuration) : new Kubernetes(configuration, killer);
    }

    public RollbackWork Work(Action? onFill = null) =>
        new()
        {
            Wait = TestOptions.Short,
            Fill = (disk, _) =>
            {
                // Half of the data is no data.
                _content[UidOf(disk.Filled)] = "half";
                onFill?.Invoke();
                _content[UidOf(disk.Filled)] = New;
                return Task.CompletedTask;
            },
        };

    /// <summary>On which data the machine stands now.</summary>
    public string State()
    {
        Reconcile();
        return DataOf(Find(Machine));
    }

    public bool IsRunning() => Server.Store.Find(Guest) is not null;

    public JsonObject Find(ResourceId id) => Server.Store.Find(id).ShouldNotBeNull(id.ToString());

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string UidOf(ResourceId id) => (string)Find(id)["metadata"]!["uid"]!;

    private void Reconcile()
    {
        foreach (var claim in Server.Store.List(Kinds.PersistentVolumeClaim, "ns"))
            SetPhase(claim, Kinds.PersistentVolumeClaim, "Bound");
        foreach (var volume in Server.Store.List(Kinds.DataVolume, "ns"))
            SetPhase(volume, Kinds.DataVolume, "Succeeded");
        if (Server.Store.Find(Machine) is not { } machine)
            return;

        var isWanted = (string?)machine["spec"]!["runStrategy"] == "Always";
        if (!isWanted)
            Server.Remove(Guest);
        else if (Server.Store.Find(Guest) is null)
            Start(machine);
    }

    private void Start(JsonObject machine)
    {
        Starts.Add(DataOf(machine));
        var guest = JsonNode.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"vm","namespace":"ns"},"spec":{},"status":{"phase":"Running"}}"""
        )!;
        Server.Store.Put(Guest, guest.AsObject());
    }

    private string DataOf(JsonObject machine)
    {
        var volumes = machine["spec"]!["template"]!["spec"]!["volumes"]!.AsArray();
        var claims = volumes.Select(volume =>
            (string?)volume!["dataVolume"]?["name"] ?? (string)volume["persistentVolumeClaim"]!["claimName"]!
        );
        var data = claims.Select(name =>
            Server.Store.Find(new ResourceId(Kinds.PersistentVolumeClaim, "ns", name)) is { } claim
                ? _content.GetValueOrDefault((string)claim["metadata"]!["uid"]!, "empty")
                : "absent"
        );

        return string.Join(' ', data.Distinct());
    }

    private void SetPhase(JsonObject item, GroupKind kind, string phase)
    {
        if ((string?)item["status"]?["phase"] == phase)
            return;

        item["status"] = new JsonObject { ["phase"] = phase };
        Server.Store.Put(new ResourceId(kind, "ns", (string)item["metadata"]!["name"]!), item);
    }
}
