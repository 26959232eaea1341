namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// A source of objects that knows which cluster they are of, as <see cref="Cluster.ClusterResourceSource"/> does. A
/// session asks it once, before guests are frozen, and notes the answer in the archive.
/// </summary>
/// <remarks>
/// Sessions that run at the same time ask at the same time. What an implementation throws ends the session before anything
/// is done; it reports no findings.
/// </remarks>
public interface IClusterIdentitySource
{
    /// <summary>Says which cluster it is.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What could be read. What the account may not read is no error.</returns>
    /// <exception cref="IOException">The cluster cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<ClusterIdentity> IdentifyAsync(CancellationToken cancellationToken = default);
}
