using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Documents;

/// <summary>
/// What a pipeline made of a backup, as a JSON document of format version 1: sets, changes, what is left out, findings.
/// Later versions add members and change none. Its schema is docs/schemas/restore.schema.json.
/// </summary>
public sealed record RestoreDocument
{
    /// <summary>The format of the document.</summary>
    public int FormatVersion { get; init; } = DocumentJson.FormatVersion;

    /// <summary>The objects to apply in their order, by their new ids.</summary>
    public required IReadOnlyList<DocumentSet> Sets { get; init; }

    /// <summary>Every change, in the order in which the policies made them.</summary>
    public required IReadOnlyList<DocumentChange> Changes { get; init; }

    /// <summary>What is not restored.</summary>
    public required IReadOnlyList<DocumentSkipped> Skipped { get; init; }

    /// <summary>What nodes of the target must have for the guests to be scheduled. Default: nothing.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<NodeNeed> NodeNeeds
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Everything wrong or worth knowing, ordered by object.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The document of a result.</summary>
    public static RestoreDocument Of(RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var changes = result.Changes.Select(change => new DocumentChange(
            change.Resource,
            change.Path,
            change.Before,
            change.After,
            change.Policy
        ));
        var skipped = result.Skipped.Select(skipped => new DocumentSkipped(
            skipped.Resource,
            skipped.Policy,
            skipped.Reason
        ));

        return new RestoreDocument
        {
            Sets = [.. result.Sets.Select(set => new DocumentSet([.. set.Select(resource => resource.Id)]))],
            Changes = [.. changes],
            Skipped = [.. skipped],
            NodeNeeds = [.. Restore.NodeNeeds.Of(result.Resources)],
            Findings = result.Findings,
        };
    }

    /// <summary>Reads a document. Members that are not known are skipped.</summary>
    /// <exception cref="DocumentException">It is no such document, or one of a later format.</exception>
    public static RestoreDocument Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DocumentJson.Read(Encoding.UTF8.GetBytes(json), DocumentContext.Default.RestoreDocument);
    }

    /// <summary>Reads a document from a stream, to its end. The stream is left open.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static Task<RestoreDocument> ReadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.ReadAsync(stream, DocumentContext.Default.RestoreDocument, cancellationToken);

    /// <summary>The document as text. The same result gives the same text.</summary>
    public string ToJson() => DocumentJson.Write(this, DocumentContext.Default.RestoreDocument);

    /// <summary>Writes the document as one value, in the layout of the writer.</summary>
    public void WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, DocumentContext.Default.RestoreDocument);

    /// <summary>Writes the text of the document as UTF-8. The stream is left open.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.WriteAsync(this, DocumentContext.Default.RestoreDocument, stream, cancellationToken);
}
