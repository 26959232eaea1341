namespace KubeVirt.Backup.Formats;

/// <summary>Writes the values of one type in one MIME type. Its members are found by their names.</summary>
/// <param name="mimeType">The MIME type.</param>
/// <param name="type">The type of the values.</param>
/// <param name="write">Writes a value, which is of that type.</param>
internal sealed class NotebookFormatter(string mimeType, Type type, Func<object, string> write)
{
    /// <summary>What it writes.</summary>
    public string MimeType => mimeType;

    /// <summary>Of what.</summary>
    public Type Type => type;

    /// <summary>Writes a value.</summary>
    /// <returns>Whether it was written.</returns>
    public bool Format(object value, TextWriter writer)
    {
        writer.Write(write(value));

        return true;
    }
}
