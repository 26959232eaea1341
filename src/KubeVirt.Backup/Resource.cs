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
/// <example>
/// <code language="csharp">
/// var secret = Resource.Parse(
///     """
///     {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db-login","namespace":"shop"},"type":"Opaque"}
///     """
/// );
/// Console.WriteLine(secret.Id);
/// Console.WriteLine(secret.StringAt("/type"));
/// </code>
/// </example>
[DebuggerDisplay("{Id}")]
public sealed class Resource
{
    /// <summary>Makes a resource of JSON whose id was read already. The two are not compared.</summary>
    /// <param name="id">The id. Its namespace may be one that the JSON leaves out and the reader filled in.</param>
    /// <param name="apiVersion">The apiVersion, such as <c>kubevirt.io/v1</c>.</param>
    /// <param name="json">
    /// One JSON object in UTF-8, valid and without duplicate names. Not copied: the caller must not change it.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is the default value.</exception>
    public Resource(ResourceId id, string apiVersion, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        if (id.IsDefault)
            throw new ArgumentException("The id is the default value, which identifies no object.", nameof(id));

        Id = id;
        ApiVersion = apiVersion;
        Json = json;
    }

    /// <summary>Group, kind, namespace and name. The namespace is filled in where the JSON leaves it out.</summary>
    public ResourceId Id { get; }

    /// <summary>The apiVersion that the object was written with, such as <c>kubevirt.io/v1</c>.</summary>
    public string ApiVersion { get; }

    /// <summary>The object as it was read: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>
    /// Where the members stand in <see cref="Json"/>, if the reader noted it. Only speeds up reading.
    /// </summary>
    internal MemberIndex MemberIndex { get; init; }

    /// <summary>
    /// Reads one object from JSON text. The manifest reader is the choice for files, for YAML, for several objects, and
    /// for findings in place of exceptions.
    /// </summary>
    /// <param name="json">One JSON object with apiVersion, kind and metadata.name.</param>
    /// <exception cref="FormatException">The text is not such an object; the message says what is wrong.</exception>
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
            if (!JsonTexts.AreWhole(json.Span))
                throw new FormatException($"This is not one valid JSON object: {JsonTexts.Problem}.");

            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = JsonLimits.MaxDepth };
            using var document = JsonDocument.Parse(json, options);

            return ResourceHeader.Read(document.RootElement).ToResource(json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is not one valid JSON object: {JsonProblem.Of(e)}.");
        }
    }

    /// <summary>The value at a JSON pointer (RFC 6901); <see langword="null"/> where there is none.</summary>
    /// <param name="pointer">The pointer, such as <c>/spec/running</c>; empty for the whole object.</param>
    /// <remarks>
    /// Reads the bytes again at each call: good for a few values, not for walking the whole object.
    /// </remarks>
    /// <exception cref="FormatException">The pointer is neither empty nor begins with a slash.</exception>
    public JsonElement? At(string pointer) => PointerReader.Find(Json.Span, pointer, MemberIndex);

    /// <summary>
    /// The string at a JSON pointer; <see langword="null"/> where there is none or it is another type.
    /// </summary>
    /// <inheritdoc cref="At"/>
    public string? StringAt(string pointer) => PointerReader.Text(Json.Span, pointer, MemberIndex);

    /// <summary>The strings that a pattern leads to, whose <c>*</c> stands for every item of a list or member.</summary>
    internal IEnumerable<string> TextsAt(string pattern) =>
        At("") is { } root ? ElementPointer.Texts(root, pattern).Select(found => found.Text) : [];

    /// <summary>The text form of the id.</summary>
    public override string ToString() => Id.ToString();
}
