using System.Globalization;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A folder of ordered sets: <c>set-000.yaml</c>, <c>set-001.yaml</c> and so on, which <c>kubectl apply</c> takes one
/// after the other. More than a thousand get more digits, since kubectl goes by the order of letters.
/// </summary>
/// <remarks>The files hold Secrets: a folder that is made here, and every file, is for its owner alone.</remarks>
public static class SetFolder
{
    /// <summary>Makes sure that a folder can take sets, before any work is done.</summary>
    /// <param name="folder">A folder that is absent or empty.</param>
    /// <exception cref="IOException">There is a file of that name, or the folder is not empty.</exception>
    public static void EnsureUsable(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException($"{folder} exists and is not an empty folder. Name one that is absent or empty.");
    }

    /// <summary>
    /// Writes the sets, all of them or none: under another name first, moved into place when the last one is complete.
    /// </summary>
    /// <param name="folder">
    /// A folder that is absent or empty. One that is there stays the same folder, with its own permissions.
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
        var partial = Path.Combine(
            isNew ? Path.GetDirectoryName(target)! : target,
            $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.partial"
        );
        var digits = $"D{Math.Max(3, (sets.Count - 1).ToString(CultureInfo.InvariantCulture).Length)}";
        OwnerOnly.CreateFolder(partial);
        try
        {
            for (var i = 0; i < sets.Count; i++)
            {
                using var file = OwnerOnly.CreateFile(
                    Path.Combine(partial, $"set-{i.ToString(digits, CultureInfo.InvariantCulture)}.yaml")
                );
                ManifestWriter.WriteYaml(sets[i], file);
            }

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

    private static void MoveFiles(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from).Order(StringComparer.Ordinal))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
