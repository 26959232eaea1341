using System.Text.Json;
using System.Text.Unicode;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads the JSON answers of an API server, such as the pages of a list, into resources that keep the server's own
/// bytes. The items of a list lack apiVersion and kind, which are those of the list: they are put in front.
/// </summary>
/// <param name="name">What findings call the answers, such as the path of the request.</param>
/// <remarks>
/// Use one reader for all pages of a list: texts that stand in every object, such as namespaces, are then one string in
/// memory. Not safe for use from several threads at once.
/// </remarks>
public sealed class ApiAnswerReader(string name)
{
    private static readonly ManifestOptions Options = new();
    private readonly string _name = name ?? throw new ArgumentNullException(nameof(name));
    private readonly TextPool _texts = new();

    /// <summary>Reads one answer.</summary>
    /// <param name="json">
    /// The body of the answer in UTF-8. The resources keep slices of it: it stays in memory as long as one of them does,
    /// and the caller must not change it.
    /// </param>
    /// <param name="cancellationToken">Stops before the objects are taken over.</param>
    /// <exception cref="JsonException">The body is no JSON, or is cut off.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ApiAnswer Read(ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default)
    {
        if (!Utf8.IsValid(json.Span))
            throw new JsonException("A byte of the answer is not UTF-8.");

        var collector = new ManifestCollector(_texts);
        var document = new ManifestDocument(
            json,
            new JsonLines(json),
            _name,
            Options,
            pack: null,
            _texts,
            cancellationToken
        );
        if (document.Read(1, allowArray: false, collector) is { } fault)
            throw fault.Exception;

        var set = collector.ToSet();
        var (token, remaining) = ReadPage(json.Span);

        return new ApiAnswer(set.Resources, set.Findings, token) { RemainingItemCount = remaining };
    }

    /// <summary>Where the list goes on, and how many objects are still to come.</summary>
    /// <param name="json">The body of the answer, of which the objects were read.</param>
    /// <returns>
    /// The token for the next page, and the number; <see langword="null"/> where the answer says neither. A number that
    /// is not whole is none.
    /// </returns>
    /// <exception cref="JsonException">A text on the way there cannot be decoded.</exception>
    private static (string? Token, long? Remaining) ReadPage(ReadOnlySpan<byte> json)
    {
        try
        {
            var token = PointerReader.Text(json, "/metadata/continue");
            if (string.IsNullOrEmpty(token))
                return (null, null);

            var remaining = PointerReader.Find(json, "/metadata/remainingItemCount");
            var isCount = remaining is { ValueKind: JsonValueKind.Number };
            return (token, isCount && remaining!.Value.TryGetInt64(out var count) ? count : null);
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("A text of the list is no Unicode.");
        }
    }
}
