namespace KubeVirt.Backup.Json;

/// <summary>The limits that all readers of JSON share.</summary>
internal static class JsonLimits
{
    /// <summary>
    /// The deepest nesting that is read. Kubernetes itself stops far earlier (its strict decoder at 100); CRD schemas,
    /// the deepest real input, reach about 40.
    /// </summary>
    public const int MaxDepth = 256;
}
