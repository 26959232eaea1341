using System.Formats.Tar;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Recognizes regular files among the entries of a folder. Opening a pipe would wait until somebody writes into it, and
/// reading a device may never end.
/// </summary>
internal static class RegularFiles
{
    /// <summary>
    /// Whether a path is that of a regular file, or of a link to one. <see langword="true"/> where that is not known.
    /// </summary>
    /// <remarks>
    /// Pipes and devices have no length, so a file with a length is a regular one. The tar writer is the only thing in
    /// .NET that finds out the type of a file without opening it.
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
            // Opening the file fails as well, and the exception gives the reason. So does opening a socket.
            return true;
        }
    }
}
