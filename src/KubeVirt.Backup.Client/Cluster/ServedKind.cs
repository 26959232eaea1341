namespace KubeVirt.Backup.Client.Cluster;

/// <summary>How a server serves a kind.</summary>
internal sealed record ServedKind(GroupKind Kind, string ApiVersion, string Plural, bool IsNamespaced)
{
    /// <summary>As RBAC and error texts name it.</summary>
    public string Resource => Kind.Group.Length == 0 ? Plural : $"{Plural}.{Kind.Group}";

    /// <summary>
    /// The path of the collection, or of one object in it. Names have been checked to hold nothing that a path could
    /// take amiss.
    /// </summary>
    public string Path(string? ns, string? name) =>
        $"/{(Kind.Group.Length == 0 ? "api" : "apis")}/{ApiVersion}{(ns is null ? "" : $"/namespaces/{ns}")}/{Plural}{(name is null ? "" : $"/{name}")}";
}
