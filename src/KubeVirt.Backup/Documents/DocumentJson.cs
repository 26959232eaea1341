using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Documents;

/// <summary>
/// Writes and reads JSON documents with a <c>formatVersion</c>: those of this library, and those that a product keeps beside
/// them.
/// </summary>
public static partial class DocumentJson
{
    /// <summary>The format that is written, and the latest that can be read.</summary>
    public const int FormatVersion = 1;

    // At least as deep as manifests are read: members that later versions add must not keep a document from being read.
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = JsonLimits.MaxDocumentDepth,
    };

    // With \n as line break everywhere, and letters of all scripts as themselves.
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>
    /// Writes a document as text: indented, with <c>\n</c> as line break everywhere, and letters of all scripts as
    /// themselves. Characters that do not print are escaped.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="type">How its type is spelled.</param>
    public static string Write<T>(T document, JsonTypeInfo<T> type) =>
        Write(writer => JsonSerializer.Serialize(writer, document, type));

    /// <summary>Writes one JSON value as text, in the layout of all documents.</summary>
    internal static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
            write(writer);

        return PrintableText.EscapeJson(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes the text of a document to a stream as UTF-8. The stream is left open.</summary>
    /// <param name="document">The document.</param>
    /// <param name="type">How its type is spelled.</param>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync<T>(
        T document,
        JsonTypeInfo<T> type,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = Encoding.UTF8.GetBytes(Write(document, type));
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a document from a stream, to its end. The stream is left open.</summary>
    /// <param name="stream">The stream to read from.</param>
    /// <param name="type">How its type is spelled.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DocumentException">It is no such document, or one of a later format.</exception>
    public static async Task<T> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);

        return Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), type);
    }

    /// <summary>Reads a document. Members that are not known are skipped.</summary>
    /// <param name="json">The document in UTF-8.</param>
    /// <param name="type">How its type is spelled.</param>
    /// <exception cref="DocumentException">It is no such document, or one of a later format.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
    {
        using var document = Parse(json);
        ThrowIfOtherVersion(document.RootElement);
        try
        {
            return document.RootElement.Deserialize(type) ?? throw Unreadable("", "there is nothing");
        }
        catch (JsonException e)
        {
            throw Unreadable(PointerOf(e.Path), ReasonOf(e), e);
        }
    }

    /// <summary>Reads the JSON, and does not repeat what stands in it where it is none.</summary>
    /// <param name="json">The document in UTF-8.</param>
    /// <returns>The document, of which every name and text can be decoded.</returns>
    /// <exception cref="DocumentException">It is no JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (!JsonTexts.AreWhole(json.Span, JsonLimits.MaxDocumentDepth))
                throw Unreadable("", JsonTexts.Problem);

            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException e)
        {
            throw Unreadable("", JsonProblem.Of(e));
        }
    }

    private static void ThrowIfOtherVersion(JsonElement root)
    {
        if (
            JsonMembers.Find(root, "formatVersion") is not { ValueKind: JsonValueKind.Number } stated
            || !stated.TryGetInt32(out var version)
        )
            throw Unreadable("/formatVersion", "there is no format version");
        if (version == FormatVersion)
            return;

        throw Unreadable(
            "/formatVersion",
            $"it is of format version {version}, and only {FormatVersion} can be read: use a later version of this library"
        );
    }

    private static DocumentException Unreadable(string pointer, string why, Exception? inner = null)
    {
        var place = pointer.Length > 0 ? $"at {pointer} " : "";
        return new DocumentException(PrintableText.Escape($"The document cannot be read: {place}{why}."), inner);
    }

    /// <summary>What is wrong, without the place and the types of this library.</summary>
    /// <param name="fault">What the serializer threw, not the reader: it does not quote values.</param>
    private static string ReasonOf(JsonException fault)
    {
        if (MissingMembers().Match(fault.Message) is { Success: true } missing)
            return $"these members are missing: {missing.Groups["names"].Value}";
        if (
            fault.InnerException is FormatException or InvalidOperationException
            || NotConverted().IsMatch(fault.Message)
        )
            return "there is a value of another type than the document has there";

        if (fault.Message.Contains("allow null", StringComparison.Ordinal))
            return "there is null, and there must be a value";

        var end = fault.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        var message = end < 0 ? fault.Message : fault.Message[..end];

        return char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }

    /// <summary>The JSON pointer of a path such as <c>$.sets[0]['a.b']</c>.</summary>
    /// <param name="path">The path as the serializer writes it; <see langword="null"/> for the whole document.</param>
    /// <returns>The pointer; empty for the whole document.</returns>
    private static string PointerOf(string? path)
    {
        var steps = PathSteps().Matches(path ?? "").Select(step => step.Groups["name"].Value);
        return string.Concat(steps.Select(step => "/" + step.Replace("~", "~0").Replace("/", "~1")));
    }

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\[(?<name>\d+)\]|\['(?<name>[^']*)'\]", RegexOptions.ExplicitCapture)]
    private static partial Regex PathSteps();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex MissingMembers();

    [GeneratedRegex("^The JSON value could not be converted", RegexOptions.ExplicitCapture)]
    private static partial Regex NotConverted();
}
