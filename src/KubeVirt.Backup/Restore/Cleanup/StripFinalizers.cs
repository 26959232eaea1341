namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes finalizers. Controllers add their own again; those of a snapshot or a pool that is not there would make an
/// object undeletable.
/// </summary>
/// <remarks>
/// Of a Namespace also those of its spec, which the API server sets itself.
/// Source: KubeVirt pkg/storage/snapshot/source.go (snapshot-source-protection),
/// pkg/virt-controller/watch/pool/pool.go.
/// </remarks>
public sealed class StripFinalizers() : RestorePolicy("strip-finalizers")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Draft.Remove("/metadata/finalizers");
        if (context.Id.Kind == Kinds.Namespace)
            context.Draft.Remove("/spec/finalizers");
    }
}
