using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// The objects in files and folders as a source for graphs and plans. The files are read once, when it is opened.
/// </summary>
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

    /// <summary>
    /// What could not be read. Hand them to the plan, so that it does not look complete where it is not.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Reads files and folders.</summary>
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
    ) => new(await new ManifestReader(options).ReadPathsAsync(paths, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    ) => _resources.FetchAsync(wave, cancellationToken);
}
