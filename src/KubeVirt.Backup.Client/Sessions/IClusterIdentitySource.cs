namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// A source of objects that knows which cluster they are of, as <see cref="Cluster.ClusterResourceSource"/> does. A
/// session asks it once, before guests are frozen, and notes the answer in the archive.
/// </summary>
public interface IClusterIdentitySource
{
    /// <summary>Says which cluster it is.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What could be read. What the account may not read is no error.</returns>
    /// <exception cref="IOException">The cluster cannot be reached.</exception>
    Task<ClusterIdentity> IdentifyAsync(CancellationToken cancellationToken = default);
}
