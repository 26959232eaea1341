using CsCheck;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// A namespace as a backup holds it: machines that ran, with everything that controllers left on their objects.
/// </summary>
internal static class ArchivedNamespace
{
    private static readonly string[] Sources =
    [
        "source: {http: {url: \"http://x\"}}",
        "source: {blank: {}}",
        "source: {upload: {}}",
        "source: {registry: {url: \"docker://x\"}}",
        "source: {pvc: {name: golden, namespace: ns}}",
    ];

    private static readonly string[] Classes = ["fast", "plain", "local"];
    private static readonly string[] Strategies = ["Halted", "Always", "Manual", "RerunOnFailure", "Once"];

    private static readonly Gen<string> OneMachine = CsCheck.Gen.Select(
        OneOf(Sources),
        OneOf(Classes),
        OneOf(Strategies),
        CsCheck.Gen.Bool,
        CsCheck.Gen.Bool,
        (source, @class, strategy, hasTemplate, keepsState) =>
            Machine("vm#", source, @class, strategy, hasTemplate, keepsState)
    );

    /// <summary>Up to four machines of all kinds.</summary>
    public static Gen<IReadOnlyList<Resource>> Gen { get; } =
        OneMachine
            .Array[1, 4]
            .Select(machines =>
                Read(machines.Select((text, index) => text.Replace("#", $"{index}", StringComparison.Ordinal)))
            );

    /// <summary>One machine with all that can be lost.</summary>
    public static IReadOnlyList<Resource> Full { get; } =
        Read([
            Machine("vm0", Sources[0], "fast", "Always", hasTemplate: true, keepsState: true),
            Machine("vm1", Sources[0], "fast", "Always", hasTemplate: true, keepsState: false),
            Instancetypes,
        ]);

    /// <summary>One of several values.</summary>
    public static Gen<T> OneOf<T>(T[] values) => CsCheck.Gen.Int[0, values.Length - 1].Select(index => values[index]);

    public static ResourceGraph ToGraph(this IEnumerable<Resource> resources) =>
        ResourceGraph.Create(resources.DistinctBy(resource => resource.Id), BuiltInResolvers.Default);

    private static IReadOnlyList<Resource> Read(IEnumerable<string> documents) =>
        Manifest.Read(string.Join("\n---\n", documents)).Resources;

    // A second machine, whose instancetype is gone and whose revision tells what it was.
    private const string Instancetypes = """
        apiVersion: apps/v1
        kind: ControllerRevision
        metadata:
          name: vm9-small
          namespace: ns
          labels:
            instancetype.kubevirt.io/object-generation: "1"
            instancetype.kubevirt.io/object-kind: VirtualMachineInstancetype
            instancetype.kubevirt.io/object-name: small
            instancetype.kubevirt.io/object-uid: old
            instancetype.kubevirt.io/object-version: v1beta1
          ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm9, uid: uid-vm9, controller: true}]
        revision: 0
        data: {apiVersion: instancetype.kubevirt.io/v1beta1, kind: VirtualMachineInstancetype, metadata: {name: small, namespace: ns, uid: old, generation: 1}, spec: {cpu: {guest: 1}, memory: {guest: 1Gi}}}
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm9, namespace: ns, uid: uid-vm9}
        spec:
          runStrategy: Always
          instancetype: {kind: VirtualMachineInstancetype, name: small}
          template: {spec: {domain: {devices: {}}, volumes: [{name: boot, containerDisk: {image: x}}]}}
        status: {instancetypeRef: {kind: VirtualMachineInstancetype, name: small, controllerRevisionRef: {name: vm9-small}}}
        """;

    private static string Machine(
        string name,
        string source,
        string @class,
        string strategy,
        bool hasTemplate,
        bool keepsState
    )
    {
        var template =
            $"{{metadata: {{name: {name}-root}}, spec: {{storage: {{storageClassName: {@class}, resources: {{requests: {{storage: 1Gi}}}}}}, {source}}}}}";
        var state = keepsState ? State(name, @class) : "";
        var tpm = keepsState ? "tpm: {persistent: true}, " : "";
        return $"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {"{"}name: {name}, namespace: ns, uid: uid-{name}, finalizers: [kubevirt.io/virtualMachineControllerFinalize]{"}"}
            spec:
              runStrategy: {strategy}
              dataVolumeTemplates: [{(hasTemplate ? template : "")}]
              template:
                spec:
                  domain:
                    firmware: {"{"}uuid: 5d307ca9-b3ef-428c-8861-06e72d69f2{name[^1]}3, serial: s-{name}{"}"}
                    devices: {"{"}{tpm}interfaces: [{"{"}name: default, masquerade: {"{"}{"}"}, macAddress: "02:00:00:00:00:0{name[
                ^1
            ]}"{"}"}]{"}"}
                  networks: [{"{"}name: default, pod: {"{"}{"}"}{"}"}]
                  volumes:
                  - name: root
                    dataVolume: {"{"}name: {name}-root{"}"}
            status: {"{"}printableStatus: Stopped, created: false{"}"}
            ---
            apiVersion: cdi.kubevirt.io/v1beta1
            kind: DataVolume
            metadata:
              name: {name}-root
              namespace: ns
              uid: uid-{name}-dv
              ownerReferences: [{"{"}apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: {name}, uid: uid-{name}, controller: true{"}"}]
            spec: {"{"}storage: {"{"}storageClassName: {@class}, resources: {"{"}requests: {"{"}storage: 1Gi{"}"}{"}"}{"}"}, {source}{"}"}
            status: {"{"}phase: Succeeded, claimName: {name}-root{"}"}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: {name}-root
              namespace: ns
              uid: uid-{name}-pvc
              annotations:
                cdi.kubevirt.io/storage.import.endpoint: http://x
                cdi.kubevirt.io/storage.import.source: http
                cdi.kubevirt.io/storage.pod.phase: Succeeded
                cdi.kubevirt.io/createdForDataVolume: uid-{name}-dv
                pv.kubernetes.io/bind-completed: "yes"
              labels: {"{"}persistent-state-for: {name}{"}"}
              ownerReferences: [{"{"}apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, name: {name}-root, uid: uid-{name}-dv, controller: true{"}"}]
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: {@class}
              volumeMode: Filesystem
              volumeName: pvc-{name}
              dataSourceRef: {"{"}apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: volume-import-source-{name}{"}"}
              resources: {"{"}requests: {"{"}storage: 1Gi{"}"}{"}"}
            status: {"{"}phase: Bound{"}"}
            {state}
            """;
    }

    private static string State(string name, string @class) =>
        $"""
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {"{"}name: state-{name}, namespace: ns, labels: {"{"}persistent-state-for: {name}, cdi.kubevirt.io/applyStorageProfile: "true"{"}"}, annotations: {"{"}pv.kubernetes.io/bind-completed: "yes"{"}"}{"}"}
            spec: {"{"}accessModes: [ReadWriteOnce], storageClassName: {@class}, volumeName: pvc-state-{name}, resources: {"{"}requests: {"{"}storage: 10Mi{"}"}{"}"}{"}"}
            status: {"{"}phase: Bound{"}"}
            """;
}
