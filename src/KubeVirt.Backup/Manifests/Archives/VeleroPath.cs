namespace KubeVirt.Backup.Manifests;

/// <summary>The place of an object in an archive in Velero's layout.</summary>
/// <param name="Resource">Plural and group: <c>pods</c>, <c>virtualmachines.kubevirt.io</c>.</param>
/// <param name="Version">
/// The folder of an API version, such as <c>v1-preferredversion</c>; <see langword="null"/> in the folder that velero
/// restores from.
/// </param>
/// <param name="Namespace">
/// The namespace of the object; <see langword="null"/> in the folder of cluster-scoped objects.
/// </param>
/// <param name="Name">The name of the object.</param>
/// <remarks>
/// Source: velero pkg/archive/filesystem.go (GetVersionedItemFilePath), pkg/backup/item_backupper.go: each object is
/// written once without a version, and once more below its version, which has the suffix <c>-preferredversion</c> where
/// it is the one that the API server prefers.
/// </remarks>
internal readonly record struct VeleroPath(string Resource, string? Version, string? Namespace, string Name)
{
    /// <summary>The folder of all objects.</summary>
    public const string Resources = "resources/";

    /// <summary>The entry with the format version.</summary>
    public const string VersionFile = "metadata/version";

    /// <summary>What is appended to the version that the API server prefers.</summary>
    public const string Preferred = "-preferredversion";

    private const string Extension = ".json";

    /// <summary>
    /// Which of several copies of an object is read: the one without a version (0) rather than the preferred version
    /// (1) rather than any other (2).
    /// </summary>
    public int Rank
    {
        get
        {
            if (Version is null)
                return 0;

            return Version.EndsWith(Preferred, StringComparison.Ordinal) ? 1 : 2;
        }
    }

    /// <summary>The place by the name of an entry; <see langword="null"/> where no object stands.</summary>
    public static VeleroPath? Parse(string entry)
    {
        if (!entry.EndsWith(Extension, StringComparison.Ordinal))
            return null;

        var parts = entry[..^Extension.Length].Split('/');
        VeleroPath? path = parts switch
        {
            ["resources", var resource, "cluster", var name] => new(resource, null, null, name),
            ["resources", var resource, "namespaces", var space, var name] => new(resource, null, space, name),
            ["resources", var resource, var version, "cluster", var name] => new(resource, version, null, name),
            ["resources", var resource, var version, "namespaces", var space, var name] => new(
                resource,
                version,
                space,
                name
            ),
            _ => null,
        };

        return path is { Name.Length: > 0, Resource.Length: > 0, Namespace: null or { Length: > 0 } } ? path : null;
    }

    /// <summary>The name of the entry.</summary>
    public override string ToString()
    {
        var version = Version is null ? "" : Version + "/";
        var scope = Namespace is null ? "cluster" : "namespaces/" + Namespace;

        return $"{Resources}{Resource}/{version}{scope}/{Name}{Extension}";
    }
}
