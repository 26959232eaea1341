namespace KubeVirt.Backup.Restore;

/// <summary>
/// Leaves out what controllers make for one occasion: CDI's prime claims (owned by a claim), scratch space (owned by a pod) and volume sources (owned by a
/// DataVolume), and what an action made for itself. A machine, and a claim with a guest's data, stay whoever owns them.
/// </summary>
/// <remarks>
/// Source: CDI pkg/controller/populators and pkg/controller/common/util.go. They are told by their owner: the label <c>app=containerized-data-importer</c> stands on every claim of a
/// DataVolume as well.
/// </remarks>
public sealed class SkipTemporaries() : RestorePolicy("skip-temporaries")
{
    private static readonly string[] VolumeSources = ["VolumeImportSource", "VolumeUploadSource", "VolumeCloneSource"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Owner(context, "kind") is not { } kind || MachineSpec.PointerIn(context.Id.Kind) is not null || HoldsData(context))
            return;
        if (context.Id.Kind == Kinds.PersistentVolumeClaim && kind is "PersistentVolumeClaim" or "Pod")
            context.Skip("It is a temporary claim of CDI.", SkipOutcome.MadeAnew);
        else if (VolumeSources.Contains(context.Id.Kind.Kind) && kind == "DataVolume")
            context.Skip("CDI made it for one DataVolume.", SkipOutcome.MadeAnew);
        else if (SkipKinds.Actions.Kinds.Contains(new GroupKind(GroupKind.GroupOf(Owner(context, "apiVersion") ?? ""), kind)))
            context.Skip("It belongs to an action that is not restored either.");
    }

    /// <summary>Whoever made it, a claim with a guest's data is the guest's.</summary>
    private static bool HoldsData(RestoreContext context) => context.Graph.EdgesTo(context.Id).Any(edge => edge.Reference.HoldsData);

    private static string? Owner(RestoreContext context, string field) => context.Original.StringAt($"/metadata/ownerReferences/0/{field}");
}
