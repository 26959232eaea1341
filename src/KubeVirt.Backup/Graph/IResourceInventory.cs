namespace KubeVirt.Backup.Graph;

/// <summary>A source that knows all it holds, so that a plan can also say what it leaves out.</summary>
public interface IResourceInventory : IResourceSource
{
    /// <summary>The ids of everything the source holds.</summary>
    IReadOnlyCollection<ResourceId> Ids { get; }
}
