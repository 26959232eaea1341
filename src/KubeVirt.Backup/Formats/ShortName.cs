namespace KubeVirt.Backup.Formats;

/// <summary>How an object is called where its kind and neighbours are in sight.</summary>
internal static class ShortName
{
    /// <summary>Kind without group, and name; with the namespace where it is another than that of the reader's place.</summary>
    /// <param name="id">The object.</param>
    /// <param name="home">The namespace that goes without saying; null where none does.</param>
    public static string Of(ResourceId id, string? home) => $"{id.Kind.Kind} {NameOf(id, home)}";

    /// <summary>The name, with the namespace where it is another than <paramref name="home"/>.</summary>
    public static string NameOf(ResourceId id, string? home) =>
        id.Namespace is null || id.Namespace == home ? id.Name : $"{id.Namespace}/{id.Name}";
}
