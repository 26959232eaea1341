namespace KubeVirt.Backup.Restore;

/// <summary>
/// The claims that nobody provisions a volume for, so that they are bound to one that somebody made by hand or to none.
/// </summary>
/// <remarks>
/// Source: Kubernetes core/v1 PersistentVolumeClaimSpec: a claim of the class "" asks for no dynamic volume;
/// pkg/controller/volume/persistentvolume/pv_controller.go: the provisioner <c>kubernetes.io/no-provisioner</c> makes none.
/// </remarks>
internal static class StaticVolumes
{
    private const string Class = "/spec/storageClassName";

    /// <summary>Where the class stood before Kubernetes 1.6, and may stand still.</summary>
    private const string OldClass = "/metadata/annotations/volume.beta.kubernetes.io~1storage-class";

    /// <summary>The provisioner of classes whose volumes are made by hand, as those on local disks.</summary>
    private const string NoProvisioner = "kubernetes.io/no-provisioner";

    /// <summary>Whether nobody provisions a volume for a claim, in the class that it has after the restore.</summary>
    public static bool IsOf(RestoreContext context)
    {
        var name = context.Original.StringAt(Class) ?? context.Original.StringAt(OldClass);
        if (name is null)
            return false;
        if (name.Length == 0)
            return true;
        if (!ResourceId.IsName(name))
            return false;

        var id = new ResourceId(Kinds.StorageClass, null, name);
        // Another class stands in for it: whether that provisions, the target knows.
        if (context.Names.IsSubstituted(id))
            return false;

        return context.Graph.FindResource(id)?.StringAt("/provisioner") == NoProvisioner;
    }
}
