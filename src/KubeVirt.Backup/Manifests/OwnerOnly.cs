namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Creates files and folders that nobody but their owner may read, for what holds Secrets. On Windows they have the
/// rights of the folder that they are in.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Creates a folder, and those above it that are absent, which have the usual rights. One that exists keeps its rights.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">There is a file of that name, or it cannot be created.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, ReadWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Creates a file, with these rights from its first moment, and opens it for writing.</summary>
    /// <param name="path">A file that is absent; its folder exists.</param>
    /// <exception cref="IOException">There is a file of that name, or it cannot be created.</exception>
    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadWrite;

        return new FileStream(path, options);
    }
}
