namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// How the kind of a target is read from fields beside its name, where it depends on the object that holds the
/// reference.
/// </summary>
/// <param name="Fields">Names of the sibling fields, one or two.</param>
/// <param name="Read">
/// The kind for these fields' values; the default where that is no object; <see langword="null"/> where no such kind
/// can stand there. It depends on nothing else, as it is not asked again for values that repeat.
/// </param>
public sealed record KindFrom(IReadOnlyList<string> Fields, Func<string?, string?, GroupKind?> Read)
{
    /// <summary>
    /// The kinds it can yield, as far as the platform has objects of them; another one is followed as well. Default:
    /// none that are known.
    /// </summary>
    public IReadOnlyList<GroupKind> Kinds { get; init; } = [];

    /// <summary><c>apiGroup</c> and <c>kind</c>; no apiGroup is the core group.</summary>
    /// <remarks>Source: Kubernetes core/v1 TypedLocalObjectReference.</remarks>
    public static KindFrom ApiGroupAndKind { get; } =
        new(["apiGroup", "kind"], (group, kind) => string.IsNullOrEmpty(kind) ? null : new GroupKind(group ?? "", kind))
        {
            Kinds =
            [
                Backup.Kinds.PersistentVolumeClaim,
                Backup.Kinds.VolumeSnapshot,
                Backup.Kinds.VolumeImportSource,
                Backup.Kinds.VolumeCloneSource,
            ],
        };

    /// <summary><c>apiVersion</c> and <c>kind</c>, of any kind. The version is not looked at.</summary>
    /// <remarks>Source: Kubernetes meta/v1 OwnerReference.</remarks>
    public static KindFrom ApiVersionAndKind { get; } =
        new(["apiVersion", "kind"], (version, kind) =>
            string.IsNullOrEmpty(kind) ? null : new GroupKind(GroupKind.GroupOf(version ?? ""), kind)
        );

    /// <summary><c>kind</c> of a DataVolume's sourceRef: only DataSource is accepted.</summary>
    /// <remarks>Source: CDI pkg/apiserver/webhooks/datavolume-validate.go.</remarks>
    public static KindFrom SourceRef { get; } =
        new(["kind"], (kind, _) => kind == "DataSource" ? Backup.Kinds.DataSource : null)
        {
            Kinds = [Backup.Kinds.DataSource],
        };

    /// <summary><c>kind</c> of what a VolumeCloneSource clones.</summary>
    /// <remarks>
    /// Source: CDI pkg/apis/core/v1beta1/types.go, VolumeCloneSourceSpec, whose source has no apiGroup.
    /// </remarks>
    public static KindFrom CloneSource { get; } = new(["kind"], (kind, _) => kind switch
            {
                "PersistentVolumeClaim" => Backup.Kinds.PersistentVolumeClaim,
                "VolumeSnapshot" => Backup.Kinds.VolumeSnapshot,
                _ => null,
            }) { Kinds = [Backup.Kinds.PersistentVolumeClaim, Backup.Kinds.VolumeSnapshot] };

    /// <summary>
    /// <c>kind</c> of a subject that rights are given to: of these, only a ServiceAccount is an object.
    /// </summary>
    /// <remarks>Source: Kubernetes rbac/v1 Subject.</remarks>
    public static KindFrom Subject { get; } = new(["kind"], (kind, _) => kind switch
            {
                "ServiceAccount" => Backup.Kinds.ServiceAccount,
                "User" or "Group" => default(GroupKind),
                _ => null,
            }) { Kinds = [Backup.Kinds.ServiceAccount] };

    /// <summary><c>kind</c> of the role that a binding gives.</summary>
    /// <remarks>Source: Kubernetes rbac/v1 RoleRef.</remarks>
    public static KindFrom Role { get; } = new(["kind"], (kind, _) => kind switch
            {
                "Role" => GroupKind.Parse("Role.rbac.authorization.k8s.io"),
                "ClusterRole" => GroupKind.Parse("ClusterRole.rbac.authorization.k8s.io"),
                _ => null,
            }) { Kinds = [GroupKind.Parse("Role.rbac.authorization.k8s.io"), GroupKind.Parse("ClusterRole.rbac.authorization.k8s.io")] };

    /// <summary>
    /// <c>kind</c> of an instancetype matcher: any case, singular or plural, empty for the cluster kind.
    /// </summary>
    /// <remarks>Source: KubeVirt pkg/instancetype/find/spec.go.</remarks>
    public static KindFrom Instancetype { get; } =
        Matcher(Backup.Kinds.VirtualMachineInstancetype, Backup.Kinds.VirtualMachineClusterInstancetype);

    /// <summary>
    /// <c>kind</c> of a preference matcher: any case, singular or plural, empty for the cluster kind.
    /// </summary>
    /// <remarks>Source: KubeVirt pkg/instancetype/find/spec.go.</remarks>
    public static KindFrom Preference { get; } =
        Matcher(Backup.Kinds.VirtualMachinePreference, Backup.Kinds.VirtualMachineClusterPreference);

    /// <summary>The kind of the instancetype that a label of a volume names; empty for the cluster kind.</summary>
    /// <remarks>Source: KubeVirt pkg/instancetype/infer/handler.go.</remarks>
    internal static KindFrom DefaultInstancetype { get; } =
        Instancetype with
        {
            Fields = ["instancetype.kubevirt.io~1default-instancetype-kind"],
        };

    /// <summary>The kind of the preference that a label of a volume names; empty for the cluster kind.</summary>
    /// <remarks>Source: KubeVirt pkg/instancetype/infer/handler.go.</remarks>
    internal static KindFrom DefaultPreference { get; } =
        Preference with
        {
            Fields = ["instancetype.kubevirt.io~1default-preference-kind"],
        };

    private static KindFrom Matcher(GroupKind namespaced, GroupKind cluster) => new(["kind"], (kind, _) =>
        {
            if (string.IsNullOrEmpty(kind) || Is(kind, cluster))
                return cluster;

            return Is(kind, namespaced) ? namespaced : null;
        }) { Kinds = [namespaced, cluster] };

    /// <summary>Whether a text names a kind, in any case, singular or plural.</summary>
    private static bool Is(string written, GroupKind kind) =>
        written.Equals(kind.Kind, StringComparison.OrdinalIgnoreCase)
        || written.Equals(kind.Kind + "s", StringComparison.OrdinalIgnoreCase);
}
