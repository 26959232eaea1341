namespace KubeVirt.Backup.Restore;

/// <summary>
/// An ownerReference that no controller puts back: it is to be written once the owner exists and its new UID is known,
/// or the object outlives its owner.
/// </summary>
/// <param name="Object">The object, by its name in the target.</param>
/// <param name="Owner">Its owner, by its name in the target.</param>
/// <param name="ApiVersion">apiVersion of the owner.</param>
/// <param name="IsController">Whether the owner is its controller.</param>
/// <param name="BlocksOwnerDeletion">Whether a deletion of the owner in the foreground waits for the object.</param>
public sealed record OwnerToRestore(
    ResourceId Object,
    ResourceId Owner,
    string ApiVersion,
    bool IsController,
    bool BlocksOwnerDeletion
)
{
    /// <summary>The object, its owner, and whether that is its controller.</summary>
    public override string ToString() => $"{Object} is owned by {Owner}{(IsController ? " (controller)" : "")}";
}
