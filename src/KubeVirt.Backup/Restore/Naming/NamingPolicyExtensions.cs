namespace KubeVirt.Backup.Restore;

/// <summary>The policies about names, by name.</summary>
public static class NamingPolicyExtensions
{
    /// <summary>Reports machines that get another name but keep their volumes or stored instancetypes.</summary>
    public static RestorePolicyBuilder WarnOfSharedBelongings(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new SharedBelongings());
    }

    /// <summary>Leaves out machines that get another name but keep their volumes or stored instancetypes: beside the originals, both would write to the same disks.</summary>
    public static RestorePolicyBuilder RefuseSharedBelongings(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new SharedBelongings(refuse: true));
    }

    /// <summary>Gives objects their new names and rewrites all references to them: names and namespaces, storage classes and networks, each under its own policy name.</summary>
    public static RestorePolicyBuilder MapNames(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(new MapNames())
            .Add(new MapReferences("map-storage-classes", kind => kind == Kinds.StorageClass))
            .Add(new MapReferences("map-networks", kind => kind == Kinds.NetworkAttachmentDefinition))
            .Add(new MapReferences("map-references", kind => kind != Kinds.StorageClass && kind != Kinds.NetworkAttachmentDefinition));
    }
}
