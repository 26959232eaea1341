using System.Text.Json;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes the parts that several JSON documents share: indented, with <c>\n</c> as line break everywhere.
/// </summary>
internal static class JsonText
{
    /// <summary>A document of format version 1.</summary>
    /// <param name="write">Writes the members of the document after <c>formatVersion</c>.</param>
    public static string Write(Action<Utf8JsonWriter> write) =>
        DocumentJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", 1);
            write(writer);
            writer.WriteEndObject();
        });

    /// <summary>A list of objects, each of whose members <paramref name="write"/> writes.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The member <c>findings</c>. Resource and path are null where a finding has none, and what is absent is left out.</summary>
    public static void WriteFindings(this Utf8JsonWriter writer, IEnumerable<Finding> findings) =>
        writer.WriteObjects("findings", findings, finding =>
        {
            writer.WriteString("id", finding.Id);
            writer.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
            writer.WriteString("resource", finding.Resource?.ToString());
            writer.WriteString("path", finding.Path);
            writer.WriteString("message", finding.Message);
            if (finding.Absent is { } absent)
                writer.WriteString("absent", absent.ToString());
        });

    /// <summary>A value as JSON, short enough for a line of text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="maxLength">How many characters are kept, the sign of the omission among them.</param>
    public static string Short(JsonElement? value, int maxLength = 80)
    {
        const string Dots = "...";
        var text = value?.GetRawText() ?? "(none)";

        return text.Length <= maxLength ? text : text[..(maxLength - Dots.Length)] + Dots;
    }
}
