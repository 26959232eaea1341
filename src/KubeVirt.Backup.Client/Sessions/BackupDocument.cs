using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// What an archive says of itself, as a JSON document of format version 1: what was backed up, when, from which cluster,
/// what it is worth, and where the snapshots are. Later versions add members and change none. Its schema is
/// docs/schemas/backup.schema.json.
/// </summary>
/// <example>
/// <code language="csharp">
/// BackupDocument saved = await BackupArchive.ReadFileAsync("monday.tar.gz", null, cancellationToken);
/// Console.WriteLine($"{saved.StartedAt:u}, KubeVirt {saved.Cluster?.KubeVirt}, partial: {saved.IsPartial}");
/// foreach (PlannedMachine machine in saved.Plan.Machines)
///     Console.WriteLine(machine);
/// </code>
/// </example>
public sealed record BackupDocument
{
    private static readonly string WrittenBy = typeof(BackupDocument).Assembly.GetName().Version!.ToString();

    private static JsonTypeInfo<BackupDocument> Type => BackupDocumentContext.Default.BackupDocument;

    /// <summary>The format of the document.</summary>
    public int FormatVersion { get; init; } = DocumentJson.FormatVersion;

    /// <summary>The version of this library that wrote it.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public string Library
    {
        get;
        init => field = value ?? "";
    } = WrittenBy;

    /// <summary>When the session began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When everything but the archive was done, in UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Which cluster it is of; <see langword="null"/> where the source did not know.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>Whether a step failed when snapshots were taken already.</summary>
    public bool IsPartial => Failures.Count > 0;

    /// <summary>The steps that failed.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<BackupFailure> Failures
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The plan: roots, machines with volumes and verdicts, what was left out, findings.</summary>
    public required BackupPlanDocument Plan { get; init; }

    /// <summary>What the snapshots of each guest are worth, with the evidence.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<FreezeVerdict> Verdicts
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The snapshot of each claim, ordered by claim.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<TakenSnapshot> Snapshots
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Volumes of the plan without a snapshot that was certainly taken.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<ResourceId> NotSnapshotted
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>
    /// What the backup is in the chains of its machines: full or incremental, from which checkpoint to which, and its files;
    /// for <see cref="BackupChain.Of"/>. Empty where data is kept otherwise.
    /// </summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<ChainPoint> Points
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>What the session itself found.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<Finding> Findings
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The document of a report.</summary>
    public static BackupDocument Of(BackupReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new BackupDocument
        {
            StartedAt = report.StartedAt.ToUniversalTime(),
            EndedAt = report.EndedAt.ToUniversalTime(),
            Cluster = report.Cluster,
            Failures = report.Failures,
            Plan = BackupPlanDocument.Of(report.Plan),
            Verdicts = report.Verdicts,
            Snapshots = [.. (report.Snapshots ?? []).Select(TakenSnapshot.Of)],
            NotSnapshotted = report.NotSnapshotted,
            Points = report.Points,
            Findings = report.Findings,
        };
    }

    /// <summary>Reads a document. Members that are not known are skipped.</summary>
    /// <exception cref="DocumentException">It is no such document, or one of a later format.</exception>
    public static BackupDocument Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DocumentJson.Read(Encoding.UTF8.GetBytes(json), Type);
    }

    /// <summary>Reads a document from a stream, to its end. The stream is left open.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static Task<BackupDocument> ReadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.ReadAsync(stream, Type, cancellationToken);

    /// <summary>The document as text. The same report gives the same text.</summary>
    public string ToJson() => DocumentJson.Write(this, Type);

    /// <summary>Writes the document as one value, in the layout of the writer.</summary>
    public void WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, Type);

    /// <summary>Writes the text of the document as UTF-8. The stream is left open.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken = default) =>
        DocumentJson.WriteAsync(this, Type, stream, cancellationToken);
}
