using System.Text.Json;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes what the data of several pages has in common.</summary>
internal static class PageJson
{
    /// <summary>Writes a member that is a list of numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter writer, string name, IEnumerable<int> numbers)
    {
        writer.WritePropertyName(name);
        writer.WriteNumbers(numbers);
    }

    /// <summary>Writes a list of numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter writer, IEnumerable<int> numbers)
    {
        writer.WriteStartArray();
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    /// <summary>Writes a member that is a list of rows of numbers.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="name">The member.</param>
    /// <param name="rows">The rows; what a number means is said where they are made.</param>
    public static void WriteRows(this Utf8JsonWriter writer, string name, IEnumerable<int[]> rows)
    {
        writer.WriteStartArray(name);
        foreach (var row in rows)
            writer.WriteNumbers(row);
        writer.WriteEndArray();
    }

    /// <summary>
    /// Writes <c>findings</c>, the worst first: severity from 0 for an error, id, the place of the object or -1, the object,
    /// pointer, message, and the place of what is absent or -1.
    /// </summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="findings">The findings, in any order.</param>
    /// <param name="texts">The texts of the page.</param>
    /// <param name="placeOf">The place of an object in the page; -1 where it has none.</param>
    public static void WriteFindings(
        this Utf8JsonWriter writer,
        IEnumerable<Finding> findings,
        PageTexts texts,
        Func<ResourceId?, int> placeOf
    ) =>
        writer.WriteRows(
            "findings",
            findings
                .OrderByDescending(finding => finding.Severity)
                .Select(finding =>
                    new[]
                    {
                        FindingSeverity.Error - finding.Severity,
                        texts.NumberOf(finding.Id),
                        placeOf(finding.Resource),
                        texts.NumberOf(finding.Resource?.ToString()),
                        texts.NumberOf(finding.Path),
                        texts.NumberOf(finding.Message),
                        placeOf(finding.Absent),
                    }
                )
        );
}
