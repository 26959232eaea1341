namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A folder that was made by unpacking a backup of Velero: each object stands in it once for each version that was served,
/// and one copy is read, as from the packed archive.
/// </summary>
internal static class UnpackedArchive
{
    /// <summary>The files without the further copies of objects. Files of any other layout all stay.</summary>
    /// <param name="files">The files of a folder.</param>
    public static IEnumerable<string> WithoutCopies(IReadOnlyList<string> files)
    {
        var placed = files.Select(file => (File: file, Place: PlaceOf(file))).ToList();
        var best = placed
            .Where(entry => entry.Place is not null)
            .GroupBy(entry => entry.Place!.Value.Identity)
            .ToDictionary(copies => copies.Key, copies => copies.Min(copy => copy.Place!.Value.Rank));

        return placed
            .Where(entry => entry.Place is not { } place || place.Rank == best[place.Identity])
            .Select(entry => entry.File);
    }

    /// <summary>
    /// Which object a file holds a copy of, and how good a copy it is; <see langword="null"/> where its path is none of
    /// Velero's.
    /// </summary>
    private static (string Identity, int Rank)? PlaceOf(string file)
    {
        var path = file.Replace(Path.DirectorySeparatorChar, '/');
        var start = path.LastIndexOf("/" + VeleroPath.Resources, StringComparison.Ordinal);
        if (start < 0 || VeleroPath.Parse(path[(start + 1)..]) is not { } place)
            return null;

        var identity = place with { Version = null };

        return ($"{path[..start]}/{identity}", place.Rank);
    }
}
