/// <summary>Writes what somebody asked for into a file of theirs.</summary>
internal static class SampleOutput
{
    /// <summary>Writes the file. Whatever is in the way is said in one line, with the file's name.</summary>
    public static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"{file} cannot be written: {e.Message}", e);
        }
    }
}
