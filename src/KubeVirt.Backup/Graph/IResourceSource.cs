using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Where the objects of a graph come from: memory, files, an archive, a cluster.</summary>
/// <remarks>
/// A source is asked in waves, each with all that is outstanding. So a cluster is asked as many times as there are
/// kinds and namespaces, not once for each object.
/// <para>
/// <see cref="FetchAsync"/> is called from any thread, and again before it has answered: a run asks ahead for what may stand
/// beside its machines, while it follows what these name. Several runs go on at the same time, too, such as those of
/// several sessions.
/// </para>
/// <para>
/// What cannot be read is no exception but a finding, with the queries in <see cref="ResourceAnswer.NotRead"/>: the plan
/// says so and goes on. An exception ends the plan, as it is; throw one where nothing can be read at all.
/// </para>
/// </remarks>
/// <example>
/// Ask a source for one object:
/// <code language="csharp">
/// IResourceSource source = new MemoryResourceSource(manifests.Resources);
/// var query = new ResourceQuery(Kinds.VirtualMachine, "shop") { Names = ["db"] };
///
/// ResourceAnswer answer = await source.FetchAsync([query], cancellationToken);
/// Console.WriteLine(answer.Resources.Count == 0 ? "not found" : answer.Resources[0].ApiVersion);
/// </code>
/// </example>
public interface IResourceSource
{
    /// <summary>Answers all queries of one wave.</summary>
    /// <param name="wave">What is wanted, at most one query for each kind and namespace.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The objects that were found, in any order, each at most once for each query, and findings about what could not
    /// be read. An object that does not exist is simply not in the answer. Objects that no query asks for are ignored.
    /// </returns>
    /// <exception cref="IOException">The source as a whole cannot be read, such as a cluster that is away.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// What could not be read when the source was opened. A plan reports it as its own, so that it does not look complete
    /// where it is not. Default: none.
    /// </summary>
    IReadOnlyList<Finding> Findings => [];

    /// <summary>
    /// The source for one run, such as the making of one plan. It may keep what it read until the run ends, so that
    /// nothing is read twice and everything is of one moment. Default: this source itself.
    /// </summary>
    IResourceSource BeginRun() => this;
}
