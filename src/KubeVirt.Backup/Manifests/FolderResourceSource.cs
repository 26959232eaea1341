using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// The objects in files and folders as a source for graphs and plans. The files are read once, when the source is
/// opened.
/// </summary>
/// <remarks>Immutable and safe to ask from several threads.</remarks>
public sealed class FolderResourceSource : IResourceInventory
{
    private readonly MemoryResourceSource _resources;

    private FolderResourceSource(ManifestSet manifests)
    {
        _resources = new MemoryResourceSource(manifests.Resources);
        Findings = manifests.Findings;
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ResourceId> Ids => _resources.Ids;

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Reads files and folders, and makes a source of their objects.</summary>
    /// <param name="paths">Files and folders, as <see cref="ManifestReader.ReadPathsAsync"/> takes them.</param>
    /// <param name="options">How to read. Default: those of <see cref="ManifestOptions"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ManifestException">
    /// A path is missing or cannot be read; the message names all of them.
    /// </exception>
    public static async Task<FolderResourceSource> OpenAsync(
        IEnumerable<string> paths,
        ManifestOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var reader = new ManifestReader(options);
        var manifests = await reader.ReadPathsAsync(paths, cancellationToken).ConfigureAwait(false);

        return new FolderResourceSource(manifests);
    }

    /// <inheritdoc/>
    public ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    ) => _resources.FetchAsync(wave, cancellationToken);
}
