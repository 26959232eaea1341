namespace KubeVirt.Backup.Manifests;

/// <summary>Creates files and folders that nobody but their owner can read, since they hold Secrets.</summary>
/// <remarks>On Windows, the rights of the folder around them apply.</remarks>
internal static class OwnerOnly
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder. One that exists keeps its rights.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, ReadWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Creates a file and opens it for writing.</summary>
    /// <exception cref="IOException">There is a file of that name, or it cannot be created.</exception>
    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadWrite;

        return new FileStream(path, options);
    }
}
