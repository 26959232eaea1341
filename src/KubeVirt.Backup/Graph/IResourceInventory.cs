namespace KubeVirt.Backup.Graph;

/// <summary>
/// A source that knows everything it holds, as files and archives do, so that a plan can also list what is left out.
/// </summary>
/// <remarks>A cluster is none: listing all of it would need rights that a backup should not have.</remarks>
public interface IResourceInventory : IResourceSource
{
    /// <summary>The ids of everything the source holds, each once, in no particular order.</summary>
    IReadOnlyCollection<ResourceId> Ids { get; }
}
