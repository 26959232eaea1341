using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads what a command line names.</summary>
public static class ManifestReaderExtensions
{
    /// <summary>Reads files and folders, and the standard input where a path is <c>-</c>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="paths">Files of YAML or JSON, archives, folders, or <c>-</c>.</param>
    /// <param name="standardInput">What <c>-</c> stands for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
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
        var set = await reader
            .ReadPathsAsync(paths.Where(path => path != "-"), cancellationToken)
            .ConfigureAwait(false);
        if (paths.Contains("-"))
        {
            var input = await reader
                .ReadAsync(standardInput, "standard input", cancellationToken)
                .ConfigureAwait(false);
            var known = set.Resources.ToDictionary(resource => resource.Id);
            var twice = input
                .Resources.Where(resource => known.ContainsKey(resource.Id))
                .Select(resource => new Finding(
                    FindingIds.DuplicateResource,
                    resource.Json.Span.SequenceEqual(known[resource.Id].Json.Span)
                        ? FindingSeverity.Warning
                        : FindingSeverity.Error,
                    resource.Id,
                    null,
                    $"standard input: {resource.Id} stands in a file as well, and that one is kept. Remove one of them."
                ));
            set = new ManifestSet(
                [.. set.Resources, .. input.Resources.Where(resource => !known.ContainsKey(resource.Id))],
                [.. set.Findings, .. input.Findings, .. twice]
            );
        }

        if (set.Resources.Count > 0)
            return set;
        if (set.Findings.FirstOrDefault(finding => finding.Id == FindingIds.UnreadableManifest) is { } unreadable)
            throw new ManifestException(unreadable.Message);
        return set with
        {
            Findings =
            [
                .. set.Findings,
                new Finding(
                    FindingIds.NoResources,
                    FindingSeverity.Warning,
                    null,
                    null,
                    $"There is no Kubernetes object in {string.Join(", ", paths)}."
                ),
            ],
        };
    }
}
