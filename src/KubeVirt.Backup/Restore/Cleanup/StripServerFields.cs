namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes what an API server writes: uid, resourceVersion, generation, times, managedFields and the status.
/// </summary>
/// <remarks>
/// <c>generateName</c> goes too: the name that was generated is the one that others refer to.
/// Source: Kubernetes meta/v1 ObjectMeta. The status must go from a VirtualMachineInstance above all: it has no status
/// subresource, so an archived one would be stored and the instance fail at once (KubeVirt
/// pkg/virt-api/webhooks/mutating-webhook/mutators/vmi-mutator.go).
/// </remarks>
public sealed class StripServerFields() : RestorePolicy("strip-server-fields")
{
    private static readonly string[] Fields =
    [
        "/metadata/managedFields",
        "/metadata/uid",
        "/metadata/resourceVersion",
        "/metadata/generation",
        "/metadata/creationTimestamp",
        "/metadata/deletionTimestamp",
        "/metadata/deletionGracePeriodSeconds",
        "/metadata/selfLink",
        "/metadata/generateName",
        "/status",
    ];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var field in Fields)
            context.Draft.Remove(field);
    }
}
