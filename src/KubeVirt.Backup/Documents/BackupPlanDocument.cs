using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Documents;

/// <summary>
/// A plan as a JSON document of format version 1: its facts without the objects, to be stored, sent and read back. Later
/// versions add members and change none. Its schema is docs/schemas/backup-plan.schema.json.
/// </summary>
/// <example>
/// <code language="csharp">
/// string json = BackupPlanDocument.Of(plan).ToJson();
///
/// BackupPlanDocument read = BackupPlanDocument.Read(json);
/// foreach (PlannedMachine machine in read.Machines)
///     Console.WriteLine($"{machine.Id}: {machine.Verdict.Outcome}, {machine.Bytes} bytes");
/// </code>
/// </example>
public sealed record BackupPlanDocument
{
    /// <summary>The format of the document.</summary>
    public int FormatVersion { get; init; } = DocumentJson.FormatVersion;

    /// <summary>What is backed up, see <see cref="BackupPlan.Roots"/>.</summary>
    public required IReadOnlyList<ResourceId> Roots { get; init; }

    /// <summary>The objects in the order of a restore, see <see cref="BackupPlan.Sets"/>.</summary>
    public required IReadOnlyList<DocumentSet> Sets { get; init; }

    /// <summary>The references between them.</summary>
    public required IReadOnlyList<DocumentEdge> Edges { get; init; }

    /// <summary>What was named and not found.</summary>
    public required IReadOnlyList<ResourceId> Missing { get; init; }

    /// <summary>The guests to freeze.</summary>
    public required IReadOnlyList<ResourceId> Freeze { get; init; }

    /// <summary>The claims to take snapshots of.</summary>
    public required IReadOnlyList<ResourceId> Volumes { get; init; }

    /// <summary>What was found and left out, each with its reason.</summary>
    public required IReadOnlyList<Exclusion> Excluded { get; init; }

    /// <summary>What was named and could not be read.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<ResourceId> NotRead
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>What the objects are to a restore: those that are no definitions, which all others are.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<DocumentClass> Classes
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>What a restore of each root would be worth.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<RestoreVerdict> Verdicts
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The machines, see <see cref="BackupPlan.Machines"/>.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<PlannedMachine> Machines
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Everything odd, ordered by object.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>
    /// A selector for each disk that was left out on purpose, such as for <see cref="DiskSelection.Exclude"/> of a
    /// restore, which has no data for them.
    /// </summary>
    public IReadOnlyList<DiskSelector> LeftOutDisks() =>
        [
            .. Machines
                .SelectMany(machine => machine.Disks)
                .Where(disk => disk.Protection == DiskProtection.LeftOut)
                .Select(disk => new DiskSelector
                {
                    Machines = [$"{disk.Machine.Namespace}/{disk.Machine.Name}"],
                    Names = [disk.Name],
                }),
        ];

    /// <summary>The document of a plan.</summary>
    public static BackupPlanDocument Of(BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var classes = plan.Sets.SelectMany(set => set).Select(id => DocumentClass.Of(plan, id));

        return new BackupPlanDocument
        {
            Roots = plan.Roots,
            Sets = [.. plan.Sets.Select(set => new DocumentSet(set))],
            Edges = [.. plan.Graph.Edges.Select(DocumentEdge.Of)],
            Missing = [.. plan.Missing],
            Freeze = plan.Freeze,
            Volumes = plan.Volumes,
            Excluded = plan.Excluded,
            NotRead = [.. plan.NotRead],
            Classes = [.. classes.Where(found => found.Class != Platforms.ObjectClass.Definition)],
            Verdicts = [.. plan.Judge()],
            Machines = plan.Machines,
            Findings = plan.Findings,
        };
    }

    /// <summary>Reads a document. Members that are not known are skipped.</summary>
    /// <exception cref="DocumentException">It is no such document, or one of a later format.</exception>
    public static BackupPlanDocument Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DocumentJson.Read(Encoding.UTF8.GetBytes(json), DocumentContext.Default.BackupPlanDocument);
    }

    /// <summary>Reads a document from a stream, to its end. The stream is left open.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static Task<BackupPlanDocument> ReadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.ReadAsync(stream, DocumentContext.Default.BackupPlanDocument, cancellationToken);

    /// <summary>The document as text. The same plan gives the same text.</summary>
    public string ToJson() => DocumentJson.Write(this, DocumentContext.Default.BackupPlanDocument);

    /// <summary>Writes the document as one value, in the layout of the writer.</summary>
    public void WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, DocumentContext.Default.BackupPlanDocument);

    /// <summary>Writes the text of the document as UTF-8. The stream is left open.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.WriteAsync(this, DocumentContext.Default.BackupPlanDocument, stream, cancellationToken);
}
