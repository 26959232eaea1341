namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes ownerReferences: their UIDs name objects of the past, and the garbage collector deletes what they stand on
/// within a second.
/// </summary>
/// <remarks>
/// Controllers adopt what is theirs again; a stale owner on a DataVolume would take the restored claim and its data
/// along. What no controller adopts is listed in <see cref="RestoreResult.Owners"/>, for whoever applies the objects.
/// Source: Kubernetes pkg/controller/garbagecollector/garbagecollector.go.
/// </remarks>
public sealed class StripOwners() : RestorePolicy("strip-owners")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Draft.Remove("/metadata/ownerReferences");
    }
}
