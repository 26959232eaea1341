namespace KubeVirt.Backup.Testing.Server;

/// <summary>A kind that the server serves.</summary>
internal sealed record ApiType(GroupKind Kind, string Version, bool IsNamespaced)
{
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["instancetype.kubevirt.io"] = "v1beta1",
        ["pool.kubevirt.io"] = "v1beta1",
        ["snapshot.kubevirt.io"] = "v1beta1",
        ["clone.kubevirt.io"] = "v1beta1",
        ["export.kubevirt.io"] = "v1beta1",
        ["cdi.kubevirt.io"] = "v1beta1",
        ["backup.kubevirt.io"] = "v1alpha1",
        ["filerestore.kubevirt.io"] = "v1alpha1",
        ["groupsnapshot.storage.k8s.io"] = "v1beta2",
    };

    /// <summary>What URLs call it.</summary>
    public string Plural { get; init; } = KindNames.Plural(Kind);

    /// <summary>Group and version, as objects bear them.</summary>
    public string ApiVersion => Kind.Group.Length == 0 ? Version : $"{Kind.Group}/{Version}";

    /// <summary>Items of a list of custom resources say their kind; those of the built-in ones do not.</summary>
    public bool IsCustom =>
        Kind.Group.EndsWith("kubevirt.io", StringComparison.Ordinal)
        || Kind.Group is "k8s.cni.cncf.io" or "snapshot.storage.k8s.io" or "groupsnapshot.storage.k8s.io";

    /// <summary>As error texts spell it: <c>virtualmachines.kubevirt.io</c>, <c>secrets</c>.</summary>
    public string Resource => KindNames.Resource(Kind);

    /// <summary>All the library knows, in the version that is preferred.</summary>
    public static IEnumerable<ApiType> Defaults =>
        KindScopes.All.Select(kind => new ApiType(
            kind,
            Versions.GetValueOrDefault(kind.Group, "v1"),
            KindScopes.IsNamespaced(kind)
        ));
}
