using System.Globalization;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A folder of ordered sets: <c>set-000.yaml</c>, <c>set-001.yaml</c> and so on, which <c>kubectl apply</c> takes one
/// after the other. More than a thousand get more digits, since kubectl goes by the order of letters.
/// </summary>
/// <remarks>
/// The files hold Secrets: a folder that is created here, and every file, can be read by its owner alone.
/// </remarks>
public static class SetFolder
{
    /// <summary>Checks that a folder can take sets, before any work is done.</summary>
    /// <param name="folder">A folder that is absent or empty.</param>
    /// <exception cref="IOException">There is a file of that name, or the folder is not empty.</exception>
    public static void EnsureUsable(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);

        var isUsed =
            File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());
        if (isUsed)
            throw new IOException($"{folder} exists and is not an empty folder. Name one that is absent or empty.");
    }

    /// <summary>
    /// Writes the sets, all of them or none: under another name first, moved into place when the last one is complete.
    /// </summary>
    /// <param name="folder">
    /// A folder that is absent or empty. One that exists stays the same folder, with its own permissions.
    /// </param>
    /// <param name="sets">The sets, in order.</param>
    /// <exception cref="IOException">The folder exists and is not empty, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<IReadOnlyList<Resource>> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        EnsureUsable(folder);

        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var isNew = !Directory.Exists(target);
        // On the same file system as the target, so that moving is a rename.
        var parent = isNew ? Path.GetDirectoryName(target)! : target;
        var partial = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.partial");

        OwnerOnly.CreateFolder(partial);
        try
        {
            WriteFiles(partial, sets);
            if (isNew)
                Directory.Move(partial, target);
            else
                MoveFiles(partial, target);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    /// <summary>Writes one file for each set, numbered with three digits or as many as the last number needs.</summary>
    private static void WriteFiles(string folder, IReadOnlyList<IReadOnlyList<Resource>> sets)
    {
        var lastNumber = (sets.Count - 1).ToString(CultureInfo.InvariantCulture);
        var format = $"D{Math.Max(3, lastNumber.Length)}";

        for (var i = 0; i < sets.Count; i++)
        {
            var name = $"set-{i.ToString(format, CultureInfo.InvariantCulture)}.yaml";
            using var file = OwnerOnly.CreateFile(Path.Combine(folder, name));
            ManifestWriter.WriteYaml(sets[i], file);
        }
    }

    /// <summary>Moves the files into a folder that exists, such as a mount point, which cannot be replaced.</summary>
    private static void MoveFiles(string from, string to)
    {
        // In order, so that a folder that is moved half is a beginning of the sets.
        foreach (var file in Directory.EnumerateFiles(from).Order(StringComparer.Ordinal))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
