using System.Globalization;

namespace KubeVirt.Backup.Formats;

/// <summary>The text that something writes.</summary>
internal static class WrittenText
{
    /// <summary>What is written to a writer, as one text.</summary>
    /// <param name="write">Writes.</param>
    public static string Of(Action<TextWriter> write)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        write(writer);

        return writer.ToString();
    }
}
