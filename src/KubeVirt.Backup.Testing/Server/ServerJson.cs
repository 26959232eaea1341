using System.Text.Json;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>How an API server reads JSON: far deeper than .NET does by default.</summary>
/// <remarks>Source: Kubernetes sigs.k8s.io/json, which stops at a nesting of 10,000; this one need not go so far.</remarks>
internal static class ServerJson
{
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 1000 };
}
