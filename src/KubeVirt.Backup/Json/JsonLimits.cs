namespace KubeVirt.Backup.Json;

internal static class JsonLimits
{
    /// <summary>
    /// Deepest nesting read. Kubernetes itself stops far earlier (its strict decoder at 100); CRD schemas, the deepest
    /// real input, reach about 40.
    /// </summary>
    public const int MaxDepth = 256;
}
