using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Comparing;

namespace KubeVirt.Backup.Documents;

/// <summary>
/// What differs between two graphs, as a JSON document of format version 1. Later versions add members and change none.
/// Its schema is docs/schemas/comparison.schema.json.
/// </summary>
public sealed record ComparisonDocument
{
    /// <summary>The format of the document.</summary>
    public int FormatVersion { get; init; } = DocumentJson.FormatVersion;

    /// <summary>Objects that only the later graph has.</summary>
    public required IReadOnlyList<ResourceId> Added { get; init; }

    /// <summary>Objects that only the earlier graph has.</summary>
    public required IReadOnlyList<ResourceId> Removed { get; init; }

    /// <summary>Objects that both have and that differ.</summary>
    public required IReadOnlyList<DocumentDifference> Changed { get; init; }

    /// <summary>References that only the later graph has.</summary>
    public required IReadOnlyList<DocumentEdge> AddedReferences { get; init; }

    /// <summary>References that only the earlier graph has.</summary>
    public required IReadOnlyList<DocumentEdge> RemovedReferences { get; init; }

    /// <summary>Objects that are missing in the later graph alone.</summary>
    public required IReadOnlyList<ResourceId> NewlyMissing { get; init; }

    /// <summary>Objects that were missing in the earlier graph alone.</summary>
    public required IReadOnlyList<ResourceId> NoLongerMissing { get; init; }

    /// <summary>The document of a comparison.</summary>
    public static ComparisonDocument Of(GraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var changed = comparison.Changed.Select(change => new DocumentDifference(
            change.Resource,
            change.IsReplaced,
            change.Fields
        ));

        return new ComparisonDocument
        {
            Added = comparison.Added,
            Removed = comparison.Removed,
            Changed = [.. changed],
            AddedReferences = [.. comparison.AddedReferences.Select(DocumentEdge.Of)],
            RemovedReferences = [.. comparison.RemovedReferences.Select(DocumentEdge.Of)],
            NewlyMissing = comparison.NewlyMissing,
            NoLongerMissing = comparison.NoLongerMissing,
        };
    }

    /// <summary>Reads a document. Members that are not known are skipped.</summary>
    /// <exception cref="DocumentException">It is no such document, or one of a later format.</exception>
    public static ComparisonDocument Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DocumentJson.Read(Encoding.UTF8.GetBytes(json), DocumentContext.Default.ComparisonDocument);
    }

    /// <summary>Reads a document from a stream, to its end. The stream is left open.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static Task<ComparisonDocument> ReadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.ReadAsync(stream, DocumentContext.Default.ComparisonDocument, cancellationToken);

    /// <summary>The document as text. The same comparison gives the same text.</summary>
    public string ToJson() => DocumentJson.Write(this, DocumentContext.Default.ComparisonDocument);

    /// <summary>Writes the document as one value, in the layout of the writer.</summary>
    public void WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, DocumentContext.Default.ComparisonDocument);

    /// <summary>Writes the text of the document as UTF-8. The stream is left open.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.WriteAsync(this, DocumentContext.Default.ComparisonDocument, stream, cancellationToken);
}
