using System.Globalization;

namespace KubeVirt.Backup.Manifests;

/// <summary>A folder of ordered sets: <c>set-000.yaml</c>, <c>set-001.yaml</c> and so on, which <c>kubectl apply</c> takes one after the other.</summary>
public static class SetFolder
{
    /// <summary>Writes the sets. The folder appears whole or not at all: it is written under another name beside and then renamed.</summary>
    /// <param name="folder">A folder that is absent or empty.</param>
    /// <param name="sets">The sets, in order.</param>
    /// <exception cref="IOException">The folder exists and is not empty, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<IReadOnlyList<Resource>> sets)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(sets);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new IOException($"{folder} exists and is not an empty folder. Name one that is absent or empty.");
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        Directory.CreateDirectory(partial);
        try
        {
            for (var i = 0; i < sets.Count; i++)
            {
                using var file = File.Create(Path.Combine(partial, $"set-{i.ToString("000", CultureInfo.InvariantCulture)}.yaml"));
                ManifestWriter.WriteYaml(sets[i], file);
            }

            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(partial, target);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }
}
