namespace KubeVirt.Backup.Fuzzing;

/// <summary>Folders that runs make.</summary>
internal static class Directories
{
    public static void MakeEmpty(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);

        Directory.CreateDirectory(path);
    }

    /// <summary>The files of a folder; none where there is no folder.</summary>
    public static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [];
}
