namespace KubeVirt.Backup.Client.Rollback;

/// <summary>A step of a rollback cannot be done. It becomes a finding.</summary>
internal sealed class RollbackException(ResourceId resource, string message) : Exception(message)
{
    public ResourceId Resource { get; } = resource;
}
