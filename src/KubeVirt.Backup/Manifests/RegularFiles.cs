using System.Formats.Tar;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Tells files from what only stands among files: to open a pipe waits for somebody to write into it, and a device may
/// never end.
/// </summary>
internal static class RegularFiles
{
    /// <summary>
    /// Whether a path is that of a regular file, or of a link to one. What cannot be told is taken for one.
    /// </summary>
    /// <remarks>
    /// Pipes and devices have no length, so all else is told by that alone. The archive writer is what .NET has to ask
    /// for the type of a file without opening it.
    /// </remarks>
    public static bool Contain(string path)
    {
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (OperatingSystem.IsWindows() || !file.Exists || file.Length > 0)
                return true;
            using var header = new MemoryStream();
            using (var writer = new TarWriter(header, leaveOpen: true))
                writer.WriteEntry(file.FullName, "file");
            header.Position = 0;
            using var reader = new TarReader(header);
            return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening it says why; a socket cannot be opened either.
            return true;
        }
    }
}
