using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Verdicts as a JSON document, to be kept with a backup. Its members are described in docs/backup/archives.md.
/// </summary>
public static class FreezeVerdicts
{
    // As deep as manifests are read: members that later versions add must not keep a document from being read.
    private const int MaxDepth = 256;

    // The layout of the library's other documents.
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>
    /// Writes verdicts. The same verdicts in any order give the same text, and <see cref="Parse(string)"/> gives them
    /// back.
    /// </summary>
    /// <param name="verdicts">The verdicts, such as those of one session.</param>
    public static string ToJson(this IEnumerable<FreezeVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", 1);
            writer.WriteStartArray("verdicts");
            foreach (var verdict in verdicts.OrderBy(verdict => verdict.Guest))
                Write(writer, verdict);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// Reads verdicts that <see cref="ToJson"/> wrote, ordered by guest. Members that are not known are skipped.
    /// </summary>
    /// <exception cref="FormatException">
    /// It is no such document, or one of a later format; the message says where and why.
    /// </exception>
    /// <param name="json">The document.</param>
    public static IReadOnlyList<FreezeVerdict> Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    internal static IReadOnlyList<FreezeVerdict> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth }
            );
            return FreezeVerdictReader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            // The reader's own words quote what stands there.
            var place = e.LineNumber is { } line
                ? $"see line {(line + 1).ToString(CultureInfo.InvariantCulture)}"
                : "a name stands twice in an object";
            throw new FormatException($"These are no verdicts, since it is no JSON that can be read: {place}.");
        }
        catch (InvalidOperationException)
        {
            // The grammar accepts it, and everything that reads it throws.
            throw new FormatException("These are no verdicts: half of a surrogate pair is no character.");
        }
    }

    /// <summary>Writes one verdict.</summary>
    internal static void Write(Utf8JsonWriter writer, FreezeVerdict verdict)
    {
        writer.WriteStartObject();
        writer.WriteString("guest", verdict.Guest.ToString());
        writer.WriteString("consistency", JsonNamingPolicy.CamelCase.ConvertName(verdict.Consistency.ToString()));
        writer.WriteString("reason", verdict.Reason);
        if (verdict.Claims.Count > 0)
        {
            writer.WriteStartArray("claims");
            foreach (var claim in verdict.Claims)
                writer.WriteStringValue(claim.ToString());
            writer.WriteEndArray();
        }

        if (verdict.Frozen is { } frozen)
            writer.WriteNumber("frozenSeconds", Seconds(frozen));
        if (verdict.Evidence is { } evidence)
            Write(writer, evidence);
        if (verdict.Action is { } action)
            Write(writer, action);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FreezeEvidence evidence)
    {
        writer.WriteStartObject("evidence");
        writer.WriteString("uid", evidence.Uid);
        writer.WriteString("from", Time(evidence.From));
        writer.WriteString("to", Time(evidence.To));
        writer.WriteNumber("heldSeconds", Seconds(evidence.Held));
        writer.WriteNumber("budgetSeconds", Seconds(evidence.Budget));
        if (evidence.StatusFrozen is { } frozen)
            writer.WriteBoolean("statusFrozen", frozen);
        writer.WriteBoolean("confirmed", evidence.IsConfirmed);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ActionEvidence action)
    {
        writer.WriteStartObject("action");
        writer.WriteString("action", action.Action.ToString());
        if (action.Content is { } content)
            writer.WriteString("content", content.ToString());
        if (action.Phase.Length > 0)
            writer.WriteString("phase", action.Phase);
        writer.WriteStartArray("states");
        foreach (var state in action.States)
            writer.WriteStringValue(state);
        writer.WriteEndArray();
        if (action.CreationTime is { } time)
            writer.WriteString("creationTime", Time(time));
        writer.WriteEndObject();
    }

    // A tick is seven decimals of a second, so nothing is lost.
    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
