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
    /// <param name="findings">The findings with the places of their objects, in any order.</param>
    /// <param name="objects">The objects of the page.</param>
    /// <param name="texts">The texts of the page.</param>
    public static void WriteFindings(
        this Utf8JsonWriter writer,
        IEnumerable<(Finding Finding, int Place)> findings,
        PageObjects objects,
        PageTexts texts
    )
    {
        var worstFirst = findings.OrderByDescending(entry => entry.Finding.Severity);
        writer.WriteRows("findings", worstFirst.Select(entry => NumbersOf(entry.Finding, entry.Place, objects, texts)));
    }

    /// <summary>One finding as numbers, by which scripts read it.</summary>
    private static int[] NumbersOf(Finding finding, int place, PageObjects objects, PageTexts texts) =>
        [
            FindingSeverity.Error - finding.Severity,
            texts.NumberOf(finding.Id),
            place,
            texts.NumberOf(finding.Resource?.ToString()),
            texts.NumberOf(finding.Path),
            texts.NumberOf(finding.Message),
            objects.PlaceOf(finding.Absent),
        ];
}
