namespace KubeVirt.Backup.Restore;

/// <summary>The policies about names, by name.</summary>
public static class NamingPolicyExtensions
{
    /// <inheritdoc cref="Restore.SharedBelongings(bool)"/>
    public static RestorePolicyBuilder SharedBelongings(this RestorePolicyBuilder builder, bool refuse = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new SharedBelongings(refuse));
    }

    /// <summary>
    /// Gives objects their new names and rewrites all references to them: names and namespaces, storage classes and
    /// networks, each under its own policy name.
    /// </summary>
    public static RestorePolicyBuilder MapNames(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(new MapNames())
            .Add(new MapReferences("map-storage-classes", kind => kind == Kinds.StorageClass))
            .Add(new MapReferences("map-networks", kind => kind == Kinds.NetworkAttachmentDefinition))
            .Add(
                new MapReferences("map-references", kind =>
                    kind != Kinds.StorageClass && kind != Kinds.NetworkAttachmentDefinition
                )
            );
    }
}
