namespace KubeVirt.Backup.Restore;

/// <summary>Which fields ask for something that a node must have: a table for each part of an object.</summary>
/// <remarks>
/// Sources: Kubernetes core/v1 PodSpec, by which a pod stays Pending while no node fits; KubeVirt
/// pkg/virt-controller/services/renderresources.go and nodeselectorrenderer.go for what the launcher pod asks for, and
/// staging/src/kubevirt.io/api/instancetype/v1beta1/types.go.
/// </remarks>
internal static class NodeNeedRules
{
    private const string Label = "node label";
    private const string Preferred = "preferred node label";
    private const string Topology = "topology key";
    private const string Device = "device";

    /// <summary>Where the terms of an affinity stand without which a pod is not scheduled.</summary>
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Where the terms stand that only weigh nodes against each other.</summary>
    private const string Wished = "preferredDuringSchedulingIgnoredDuringExecution";

    /// <summary>The resource of a node that a pod gets by a network; a device plug-in offers it.</summary>
    private const string NetworkResource = "/metadata/annotations/k8s.v1.cni.cncf.io~1resourceName";

    /// <summary>The rows of a guest's spec.</summary>
    private static readonly NodeNeedRule[] OfGuests =
    [
        new("/nodeSelector/*", Label, NodeNeedForm.Member),
        new(
            $"/affinity/nodeAffinity/{Required}/nodeSelectorTerms/*/matchExpressions/*",
            Label,
            NodeNeedForm.Expression
        ),
        new(
            $"/affinity/nodeAffinity/{Required}/nodeSelectorTerms/*/matchFields/*",
            "node field",
            NodeNeedForm.Expression
        ),
        new($"/affinity/nodeAffinity/{Wished}/*/preference/matchExpressions/*", Preferred, NodeNeedForm.Expression),
        new($"/affinity/podAffinity/{Required}/*/topologyKey", Topology),
        new($"/affinity/podAffinity/{Wished}/*/podAffinityTerm/topologyKey", Topology),
        new($"/affinity/podAntiAffinity/{Required}/*/topologyKey", Topology),
        new($"/affinity/podAntiAffinity/{Wished}/*/podAffinityTerm/topologyKey", Topology),
        new("/topologySpreadConstraints/*/topologyKey", Topology),
        new("/tolerations/*/key", "tolerated taint"),
        new("/schedulerName", "scheduler"),
        new("/priorityClassName", "priority class"),
        new("/architecture", "architecture"),
        new("/domain/devices/gpus/*/deviceName", Device),
        new("/domain/devices/hostDevices/*/deviceName", Device),
        new("/domain/resources/requests/*", "resource", NodeNeedForm.ResourceName),
        new("/domain/resources/limits/*", "resource", NodeNeedForm.ResourceName),
        new("/domain/memory/hugepages/pageSize", "huge pages"),
        new("/domain/cpu/model", "CPU model"),
        new("/domain/cpu/features/*", "CPU feature", NodeNeedForm.Feature),
        new("/domain/cpu/dedicatedCpuPlacement", "CPU manager", NodeNeedForm.Flag),
        new("/domain/cpu/realtime", "realtime kernel", NodeNeedForm.Presence),
        new("/domain/launchSecurity/*", "launch security", NodeNeedForm.MemberName),
    ];

    /// <summary>The rows of an instancetype, which gives a machine what its own spec does not say.</summary>
    private static readonly NodeNeedRule[] OfInstancetypes =
    [
        new("/nodeSelector/*", Label, NodeNeedForm.Member),
        new("/schedulerName", "scheduler"),
        new("/gpus/*/deviceName", Device),
        new("/hostDevices/*/deviceName", Device),
        new("/memory/hugepages/pageSize", "huge pages"),
        new("/cpu/model", "CPU model"),
        new("/cpu/dedicatedCPUPlacement", "CPU manager", NodeNeedForm.Flag),
        new("/cpu/preferredCPUFeatures/*", "CPU feature", NodeNeedForm.Feature),
        new("/launchSecurity/*", "launch security", NodeNeedForm.MemberName),
    ];

    /// <summary>The rows of the spec of a device claim.</summary>
    private static readonly NodeNeedRule[] OfClaims =
    [
        new("/devices/requests/*/deviceClassName", "device class"),
        new("/devices/requests/*/exactly/deviceClassName", "device class"),
        new("/devices/requests/*/firstAvailable/*/deviceClassName", "device class"),
    ];

    /// <summary>The row of a network whose interfaces are devices, as SR-IOV's are.</summary>
    private static readonly NodeNeedRule[] OfNetworks = [new(NetworkResource, "device")];

    /// <summary>The rows of a kind, and where what they look at stands; none for most kinds.</summary>
    public static (string At, IReadOnlyList<NodeNeedRule> Rules) For(GroupKind kind)
    {
        if (MachineSpec.PointerIn(kind) is { } spec)
            return (spec, OfGuests);
        if (kind.Group == Kinds.VirtualMachineInstancetype.Group)
            return ("/spec", OfInstancetypes);
        // Stored instancetypes are objects of their own in the data of a revision.
        if (kind == Kinds.ControllerRevision)
            return ("/data/spec", OfInstancetypes);
        if (kind == Kinds.ResourceClaim)
            return ("/spec", OfClaims);
        if (kind == Kinds.ResourceClaimTemplate)
            return ("/spec/spec", OfClaims);

        return kind == Kinds.NetworkAttachmentDefinition ? ("", OfNetworks) : ("", []);
    }
}
