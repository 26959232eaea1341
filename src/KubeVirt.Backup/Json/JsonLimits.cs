using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>The limits that all readers of JSON share.</summary>
internal static class JsonLimits
{
    /// <summary>
    /// The deepest nesting that is read. Kubernetes itself stops far earlier (its strict decoder at 100); CRD schemas,
    /// the deepest real input, reach about 40.
    /// </summary>
    public const int MaxDepth = 256;

    /// <summary>The deepest nesting of a document, which can hold whole objects, and what stands around them.</summary>
    public const int MaxDocumentDepth = MaxDepth + 16;

    /// <summary>How an object, or a part of one, is parsed: .NET would stop at a nesting of 64.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MaxDepth };
}
