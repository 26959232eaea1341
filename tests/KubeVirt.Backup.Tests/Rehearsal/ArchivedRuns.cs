namespace KubeVirt.Backup.Rehearsal;

/// <summary>Objects of a backup of which each needs a policy of its own.</summary>
internal static class ArchivedRuns
{
    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns, uid: uid-vm}
        spec: {runStrategy: Always, template: {spec: {domain: {devices: {}}, volumes: [{name: boot, containerDisk: {image: x}}]}}}
        """;

    /// <summary>A machine with the instance that ran, and its launcher.</summary>
    public const string Instance =
        Machine
        + """

            ---
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns, uid: uid-vmi, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: uid-vm, controller: true}]}
            spec: {domain: {devices: {}}}
            status: {phase: Running, nodeName: node}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: virt-launcher-vm-x, namespace: ns, labels: {kubevirt.io: virt-launcher}, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, name: vm, uid: uid-vmi, controller: true}]}
            spec: {containers: []}
            """;

    /// <summary>A machine whose stored instancetype is of a version that KubeVirt reads no longer.</summary>
    public const string OldRevision = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns, uid: uid-vm}
        spec:
          runStrategy: Always
          instancetype: {kind: VirtualMachineInstancetype, name: small, revisionName: old}
          template: {spec: {domain: {devices: {}}, volumes: [{name: boot, containerDisk: {image: x}}]}}
        ---
        apiVersion: apps/v1
        kind: ControllerRevision
        metadata: {name: old, namespace: ns, labels: {instancetype.kubevirt.io/object-name: small, instancetype.kubevirt.io/object-version: LABEL}}
        revision: 0
        data: {apiVersion: instancetype.kubevirt.io/DATA, kind: VirtualMachineInstancetype, metadata: {name: small, namespace: ns, uid: u, generation: 1}, spec: {cpu: {guest: 1}, memory: {guest: 1Gi}}}
        """;

    /// <summary>A machine onto which a snapshot was restored once.</summary>
    public const string DoneRestore =
        Machine
        + """

            ---
            apiVersion: snapshot.kubevirt.io/v1beta1
            kind: VirtualMachineRestore
            metadata: {name: once, namespace: ns}
            spec: {target: {apiGroup: kubevirt.io, kind: VirtualMachine, name: vm}, virtualMachineSnapshotName: s}
            status: {complete: true}
            """;

    /// <summary>A machine with the instancetype of its cluster.</summary>
    public const string ClusterInstancetype =
        """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns, uid: uid-vm}
            spec:
              runStrategy: Always
              instancetype: {name: small}
              template: {spec: {domain: {devices: {}}, volumes: [{name: boot, containerDisk: {image: x}}]}}
            ---

            """ + Small;

    /// <summary>What every cluster of its kind has.</summary>
    public const string Small = """
        apiVersion: instancetype.kubevirt.io/v1beta1
        kind: VirtualMachineClusterInstancetype
        metadata: {name: small}
        spec: {cpu: {guest: 1}, memory: {guest: 1Gi}}
        """;

    /// <summary>A pool with the two machines that it had made.</summary>
    public static readonly string Pool =
        """
            apiVersion: pool.kubevirt.io/v1beta1
            kind: VirtualMachinePool
            metadata: {name: web, namespace: ns, uid: uid-web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              virtualMachineTemplate:
                metadata: {labels: {app: web}}
                spec: {runStrategy: Halted, template: {spec: {domain: {devices: {}}}}}
            """ + string.Concat(OfPool("web-0"), OfPool("web-1"));

    private static string OfPool(string name) =>
        $$"""

            ---
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: {{name}}, namespace: ns, labels: {app: web}, ownerReferences: [{apiVersion: pool.kubevirt.io/v1beta1, kind: VirtualMachinePool, name: web, uid: uid-web, controller: true}]}
            spec: {runStrategy: Halted, template: {spec: {domain: {devices: {} } } } }
            """;
}
