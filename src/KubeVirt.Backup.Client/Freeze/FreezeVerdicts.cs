using System.Globalization;
using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Verdicts as a JSON document, to be kept with a backup. Its members are described in docs/archives.md.
/// </summary>
public static class FreezeVerdicts
{
    /// <summary>
    /// Writes verdicts. The same verdicts in any order give the same text, and <see cref="Parse(string)"/> gives them
    /// back.
    /// </summary>
    public static string ToJson(this IEnumerable<FreezeVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        return JsonText.Write(writer =>
            writer.WriteObjects("verdicts", verdicts.OrderBy(verdict => verdict.Guest), verdict =>
            {
                writer.WriteString("guest", verdict.Guest.ToString());
                writer.WriteString(
                    "consistency",
                    JsonNamingPolicy.CamelCase.ConvertName(verdict.Consistency.ToString())
                );
                writer.WriteString("reason", verdict.Reason);
                if (verdict.Frozen is { } frozen)
                    writer.WriteNumber("frozenSeconds", Seconds(frozen));
                if (verdict.Evidence is { } evidence)
                    Write(writer, evidence);
            })
        );
    }

    /// <summary>
    /// Reads verdicts that <see cref="ToJson"/> wrote, ordered by guest. Members that are not known are passed over.
    /// </summary>
    /// <exception cref="FormatException">
    /// It is no such document, or one of a later format; the message says where and why.
    /// </exception>
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
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = JsonLimits.MaxDepth }
            );
            return FreezeVerdictReader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"These are no verdicts, since it is no JSON that can be read: {e.Message}", e);
        }
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

    // A tick is seven decimals of a second, so nothing is lost.
    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
