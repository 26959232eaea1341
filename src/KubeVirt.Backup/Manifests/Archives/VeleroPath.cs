namespace KubeVirt.Backup.Manifests;

/// <summary>Where an object stands in a velero archive.</summary>
/// <param name="Resource">Plural and group: <c>pods</c>, <c>virtualmachines.kubevirt.io</c>.</param>
/// <param name="Version">
/// The folder of an API version, such as <c>v1-preferredversion</c>; <see langword="null"/> in the folder that velero
/// restores from.
/// </param>
/// <param name="Namespace">Namespace; <see langword="null"/> in the folder of cluster-scoped objects.</param>
/// <param name="Name">The object's name.</param>
/// <remarks>
/// Source: velero pkg/archive/filesystem.go (GetVersionedItemFilePath), pkg/backup/item_backupper.go: each object is
/// written once without a version, and once more below its version, which has the suffix <c>-preferredversion</c> where
/// it is the one that the API server prefers.
/// </remarks>
internal readonly record struct VeleroPath(string Resource, string? Version, string? Namespace, string Name)
{
    public const string Resources = "resources/";
    public const string VersionFile = "metadata/version";
    public const string Preferred = "-preferredversion";

    private const string Extension = ".json";

    /// <summary>What is read of several copies: the one without version, the preferred version, any other.</summary>
    public int Rank =>
        Version is null ? 0
        : Version.EndsWith(Preferred, StringComparison.Ordinal) ? 1
        : 2;

    /// <summary>The place of an entry, or <see langword="null"/> where no object stands.</summary>
    public static VeleroPath? Parse(string entry)
    {
        if (!entry.EndsWith(Extension, StringComparison.Ordinal))
            return null;
        VeleroPath? path = entry[..^Extension.Length].Split('/') switch
        {
            ["resources", var resource, "cluster", var name] => new(resource, null, null, name),
            ["resources", var resource, "namespaces", var ns, var name] => new(resource, null, ns, name),
            ["resources", var resource, var version, "cluster", var name] => new(resource, version, null, name),
            ["resources", var resource, var version, "namespaces", var ns, var name] => new(
                resource,
                version,
                ns,
                name
            ),
            _ => null,
        };
        return path is { Name.Length: > 0, Resource.Length: > 0, Namespace: null or { Length: > 0 } } ? path : null;
    }

    /// <summary>The name of the entry.</summary>
    public override string ToString() =>
        $"{Resources}{Resource}/{(Version is null ? "" : Version + "/")}{(Namespace is null ? "cluster" : "namespaces/" + Namespace)}/{Name}{Extension}";
}
