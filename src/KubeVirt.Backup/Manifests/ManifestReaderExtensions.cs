using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads the input that the arguments of a command line name.</summary>
public static class ManifestReaderExtensions
{
    private const string StandardInput = "-";

    /// <summary>Reads files and folders, and the standard input where a path is <c>-</c>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="paths">Files of YAML or JSON, archives, folders, or <c>-</c>.</param>
    /// <param name="standardInput">The stream to read for <c>-</c>. Left open.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// The objects of all paths, each id once. Objects of files are preferred to those of the standard input.
    /// </returns>
    /// <exception cref="ManifestException">
    /// A path cannot be read, or nothing in all of them can: the input is neither YAML nor JSON.
    /// </exception>
    /// <exception cref="ArchiveException">A path is an archive that cannot be trusted or read.</exception>
    public static async Task<ManifestSet> ReadInputAsync(
        this ManifestReader reader,
        IReadOnlyCollection<string> paths,
        Stream standardInput,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(paths);

        var files = paths.Where(path => path != StandardInput);
        var manifests = await reader.ReadPathsAsync(files, cancellationToken).ConfigureAwait(false);
        if (paths.Contains(StandardInput))
        {
            var input = await reader
                .ReadAsync(standardInput, "standard input", cancellationToken)
                .ConfigureAwait(false);
            manifests = Join(manifests, input);
        }

        return manifests.Resources.Count > 0 ? manifests : ReportEmpty(manifests, paths);
    }

    /// <summary>
    /// Joins files and standard input. An object that both have is taken from the files and reported.
    /// </summary>
    private static ManifestSet Join(ManifestSet files, ManifestSet input)
    {
        var known = files.Resources.ToDictionary(resource => resource.Id);
        var added = input.Resources.Where(resource => !known.ContainsKey(resource.Id));
        var repeated = input
            .Resources.Where(resource => known.ContainsKey(resource.Id))
            .Select(resource => ReportRepeated(resource, known[resource.Id]));

        return new ManifestSet([.. files.Resources, .. added], [.. files.Findings, .. input.Findings, .. repeated]);
    }

    /// <summary>A warning about an object that is there twice, or an error where the two differ.</summary>
    private static Finding ReportRepeated(Resource fromInput, Resource fromFile)
    {
        var isSame = fromInput.Json.Span.SequenceEqual(fromFile.Json.Span);

        return new Finding(
            FindingIds.DuplicateResource,
            isSame ? FindingSeverity.Warning : FindingSeverity.Error,
            fromInput.Id,
            null,
            $"standard input: {fromInput.Id} is also in a file, and the one in the file is kept. Remove one of them."
        );
    }

    /// <summary>Reports that nothing was found: an exception where nothing can be read, else a finding.</summary>
    private static ManifestSet ReportEmpty(ManifestSet manifests, IEnumerable<string> paths)
    {
        var unreadable = manifests.Findings.FirstOrDefault(finding => finding.Id == FindingIds.UnreadableManifest);
        if (unreadable is not null)
            throw new ManifestException(unreadable.Message);

        var empty = new Finding(
            FindingIds.NoResources,
            FindingSeverity.Warning,
            null,
            null,
            $"There is no Kubernetes object in {string.Join(", ", paths)}. Check the path."
        );
        return manifests with { Findings = [.. manifests.Findings, empty] };
    }
}
