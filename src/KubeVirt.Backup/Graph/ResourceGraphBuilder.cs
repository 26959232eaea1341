using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Builds a graph from its roots outward, in waves: all references that are outstanding are asked of the source at
/// once, what comes back is resolved, and so on until nothing new turns up.
/// </summary>
/// <param name="resolvers">Which references to follow.</param>
/// <remarks>Has no state of its own: one builder can build several graphs at the same time.</remarks>
public sealed class ResourceGraphBuilder(ResolverSet resolvers)
{
    private readonly ResolverSet _resolvers = resolvers ?? throw new ArgumentNullException(nameof(resolvers));

    /// <summary>
    /// Gives the reason, in one sentence, why an object that was found is left out, or <see langword="null"/>. An
    /// object that is left out is a node of the graph, but its own references are not. Default: nothing is left out.
    /// </summary>
    public Func<Resource, string?> LeaveOut { get; init; } = _ => null;

    /// <summary>
    /// The packs by which the objects are judged, and by which their neighbours are looked for. Default: those that the
    /// library brings.
    /// </summary>
    public PlatformSet Platforms { get; init; } = PlatformSet.Default;

    /// <summary>Builds the graph of all that some roots reach.</summary>
    /// <param name="source">Where the objects come from.</param>
    /// <param name="roots">Where to start. One that the source lacks is reported as a finding.</param>
    /// <param name="cancellationToken">Stops the work between and within waves.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ResourceGraph> BuildAsync(
        IResourceSource source,
        IEnumerable<ResourceId> roots,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(roots);

        IReadOnlyList<ResourceId> start = [.. roots];
        var discovery = new Discovery(_resolvers, LeaveOut, new IdTable());
        discovery.Start(start);
        var neighbours = new NeighbourSearch(_resolvers, Platforms, source);
        await using var _ = neighbours.ConfigureAwait(false);
        neighbours.Begin(start);
        do await FetchAllAsync(discovery, source, cancellationToken).ConfigureAwait(false);
        while (await neighbours.JoinAsync(discovery, cancellationToken).ConfigureAwait(false));

        return Finish(discovery);
    }

    /// <summary>
    /// Builds the graph in which every object of a source is a root. Nobody else may use the source: its numbering is
    /// continued, which saves a second table of all ids.
    /// </summary>
    internal ResourceGraph BuildAll(MemoryResourceSource source)
    {
        var discovery = new Discovery(_resolvers, LeaveOut, source.Numbers);
        discovery.Start(source.Resources, CancellationToken.None);

        // A source in memory never waits, so this does not block.
        FetchAllAsync(discovery, source, CancellationToken.None).AsTask().GetAwaiter().GetResult();

        return Finish(discovery);
    }

    /// <summary>Adds what follows from all that was found, and ends the build.</summary>
    private ResourceGraph Finish(Discovery discovery)
    {
        NeighbourLinks.Add(discovery, Platforms);

        return discovery.ToGraph(Platforms);
    }

    /// <summary>Asks the source wave by wave until nothing is outstanding.</summary>
    private static async ValueTask FetchAllAsync(
        Discovery discovery,
        IResourceSource source,
        CancellationToken cancellationToken
    )
    {
        while (discovery.NextWave() is { Count: > 0 } wave)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
            discovery.Take(answer, cancellationToken);
        }
    }
}
