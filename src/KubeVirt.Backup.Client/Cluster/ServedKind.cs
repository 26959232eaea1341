namespace KubeVirt.Backup.Client.Cluster;

/// <summary>How a server serves a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="ApiVersion">The version in which it is read and written, with the group in front of it.</param>
/// <param name="Plural">Its name in URLs.</param>
/// <param name="IsNamespaced">Whether its objects are in namespaces.</param>
internal sealed record ServedKind(GroupKind Kind, string ApiVersion, string Plural, bool IsNamespaced)
{
    /// <summary>The kind as RBAC and error texts name it, such as <c>virtualmachines.kubevirt.io</c>.</summary>
    public string Resource => Kind.Group.Length == 0 ? Plural : $"{Plural}.{Kind.Group}";

    /// <summary>
    /// The path of the collection, or of one object in it. Names have been checked to hold no character with a meaning
    /// in a path.
    /// </summary>
    /// <param name="namespaceName">
    /// The namespace; <see langword="null"/> for all, or for objects that are in none.
    /// </param>
    /// <param name="name">The name of the object; <see langword="null"/> for the collection.</param>
    public string Path(string? namespaceName, string? name)
    {
        var root = Kind.Group.Length == 0 ? "api" : "apis";
        var scope = namespaceName is null ? "" : $"/namespaces/{namespaceName}";
        var item = name is null ? "" : $"/{name}";
        return $"/{root}/{ApiVersion}{scope}/{Plural}{item}";
    }
}
