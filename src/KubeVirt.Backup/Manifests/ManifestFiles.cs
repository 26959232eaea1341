using System.Collections.Concurrent;
using System.IO.Enumeration;

namespace KubeVirt.Backup.Manifests;

/// <summary>Finds and opens the files behind paths, and notes the paths that cannot be read.</summary>
/// <remarks>Safe to use from several threads.</remarks>
internal sealed class ManifestFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json", ".jsonl", ".ndjson"];
    private readonly ConcurrentBag<string> _unreadable = [];

    /// <summary>
    /// The files of all paths in their order, those of a folder in ordinal order, each file once. A path that is
    /// missing is noted.
    /// </summary>
    public IReadOnlyList<string> Find(IEnumerable<string> paths) =>
        [.. paths.SelectMany(Expand).DistinctBy(Path.GetFullPath, StringComparer.Ordinal)];

    /// <summary>Opens a file and reads it. A file that cannot be opened or read is noted.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="read">Reads it.</param>
    public async Task ReadAsync(string file, Func<FileStream, Task> read)
    {
        try
        {
            // Without a buffer: the readers ask for large parts themselves.
            var stream = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.SequentialScan
            );
            await using (stream.ConfigureAwait(false))
                await read(stream).ConfigureAwait(false);
        }
        catch (Exception e) when (e is (IOException and not ArchiveException) or UnauthorizedAccessException)
        {
            _unreadable.Add(Reason(file, e));
        }
    }

    /// <summary>How many bytes a file has; 0 where that is not known.</summary>
    public static long LengthOf(string file)
    {
        var info = new FileInfo(file);

        return info.Exists ? info.Length : 0;
    }

    /// <summary>Reports all paths that were noted in one exception.</summary>
    /// <exception cref="ManifestException">A path is missing or could not be read.</exception>
    public void ThrowIfUnreadable()
    {
        if (_unreadable.IsEmpty)
            return;

        var paths = string.Join(", ", _unreadable.Order(StringComparer.Ordinal));
        throw new ManifestException($"Cannot read {paths}. Check spelling and permissions.");
    }

    /// <summary>The files of one path: itself, or those of the folder that it names.</summary>
    private IEnumerable<string> Expand(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
        {
            _unreadable.Add($"{path} (no such file or folder)");
            return [];
        }

        try
        {
            List<string> files = [.. FilesIn(path).Order(StringComparer.Ordinal)];
            return UnpackedArchive.WithoutCopies(files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add(Reason(path, e));
            return [];
        }
    }

    // A link to a folder can lead back to where it stands, so no such link is followed. A link to a file is read.
    private static FileSystemEnumerable<string> FilesIn(string folder) =>
        new(
            folder,
            (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = 0,
                IgnoreInaccessible = false,
            }
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && HasExtension(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    /// <summary>Whether a file in a folder is read, by its extension. Case does not count.</summary>
    private static bool HasExtension(ReadOnlySpan<char> name)
    {
        foreach (var extension in Extensions)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The path and why it cannot be read, in one line.</summary>
    private static string Reason(string path, Exception e) =>
        e is UnauthorizedAccessException
            ? $"{path} (access denied)"
            : $"{path} ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})";
}
