using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup;

/// <summary>
/// One Kubernetes object: its id, its apiVersion and its JSON exactly as it was read. Immutable and safe to share
/// between threads.
/// </summary>
/// <remarks>
/// The JSON is kept as the UTF-8 bytes it came in, so nothing the library does not know is lost: unknown fields, number
/// spelling, nulls and key order survive. Equality is by reference; compare <see cref="Json"/> for content.
/// </remarks>
[DebuggerDisplay("{Id}")]
public sealed class Resource
{
    /// <summary>Wraps an object whose identity has been read already.</summary>
    /// <param name="id">Its id; the namespace may be one that the JSON leaves out and the reader filled in.</param>
    /// <param name="apiVersion">Its apiVersion, for instance <c>kubevirt.io/v1</c>.</param>
    /// <param name="json">
    /// One JSON object in UTF-8, well-formed and without duplicate names. Not copied: the caller must not change it.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is the default value.</exception>
    public Resource(ResourceId id, string apiVersion, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        if (id.IsDefault)
            throw new ArgumentException("The id names nothing.", nameof(id));
        Id = id;
        ApiVersion = apiVersion;
        Json = json;
    }

    /// <summary>Group, kind, namespace and name.</summary>
    public ResourceId Id { get; }

    /// <summary>The apiVersion the object was written with, for instance <c>kubevirt.io/v1</c>.</summary>
    public string ApiVersion { get; }

    /// <summary>The object as it was read: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Where the members stand in <see cref="Json"/>, as far as the reader noted it.</summary>
    internal MemberIndex MemberIndex { get; init; }

    /// <summary>
    /// Reads one object from JSON text. For files, several objects and findings instead of exceptions use the manifest
    /// reader.
    /// </summary>
    /// <param name="json">One JSON object with apiVersion, kind and metadata.name.</param>
    /// <exception cref="FormatException">The text is no such object; the message says what is wrong.</exception>
    public static Resource Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Resource Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = JsonLimits.MaxDepth }
            );
            return ResourceHeader.Read(document.RootElement).ToResource(json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is not one JSON object: {e.Message}", e);
        }
    }

    /// <summary>The value at a JSON pointer (RFC 6901), or <see langword="null"/> where there is none.</summary>
    /// <remarks>
    /// Reads the bytes anew at each call: for a look here and there, not for walking the whole object.
    /// </remarks>
    /// <exception cref="FormatException">The pointer is neither empty nor begins with a slash.</exception>
    public JsonElement? At(string pointer) => PointerReader.Find(Json.Span, pointer, MemberIndex);

    /// <summary>
    /// The string at a JSON pointer, or <see langword="null"/> where there is none or it is no string.
    /// </summary>
    /// <inheritdoc cref="At"/>
    public string? StringAt(string pointer) => PointerReader.Text(Json.Span, pointer, MemberIndex);

    /// <summary>The id's text form.</summary>
    public override string ToString() => Id.ToString();
}
