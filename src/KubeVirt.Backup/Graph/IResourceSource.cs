namespace KubeVirt.Backup.Graph;

/// <summary>Where objects come from: memory, files, an archive, a cluster.</summary>
/// <remarks>
/// Asked in waves, so that a cluster is asked as many times as there are kinds and namespaces, never once per object.
/// An object that is not there is simply not in the answer.
/// </remarks>
public interface IResourceSource
{
    /// <summary>Answers all queries of one wave.</summary>
    /// <param name="wave">What is wanted, at most one query for each kind and namespace.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The objects that were found, in any order, each at most once for each query, and what went wrong. Objects that
    /// nobody asked for are ignored.
    /// </returns>
    ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// The source for one run, such as that of a plan. It may remember until the run ends what it read, so that nothing
    /// is read twice and all is of one moment. Default: this source.
    /// </summary>
    IResourceSource BeginRun() => this;
}
