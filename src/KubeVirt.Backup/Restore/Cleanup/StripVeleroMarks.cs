namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes the label that velero's KubeVirt plugin put on claims and snapshots while it saved them, and gives back what
/// a user had in its place.
/// </summary>
/// <remarks>
/// Source: kubevirt-velero-plugin pkg/plugin/pvc_backup_item_action.go, volumesnapshot_backup_item_action.go and their
/// restore actions. Its mark is the claim's UID; another value is the user's. Where no UID is known, as in the result
/// of an earlier restore, nothing proves that a label is velero's, and it stays.
/// </remarks>
public sealed class StripVeleroMarks() : RestorePolicy("strip-velero-marks")
{
    private const string Label = "/metadata/labels/velero.kubevirt.io~1pvc-uid";
    private const string SavedOnClaim = "/metadata/annotations/velero.kubevirt.io~1original-pvc-uid";
    private const string SavedOnSnapshot = "/metadata/annotations/velero.kubevirt.io~1original-volumesnapshot-uid";

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.PersistentVolumeClaim)
            Strip(context, SavedOnClaim, context.Original);
        else if (context.Id.Kind == Kinds.VolumeSnapshot)
            Strip(context, SavedOnSnapshot, ClaimOf(context));
    }

    /// <summary>Gives back the label that was saved, or removes one that is the claim's UID.</summary>
    private static void Strip(RestoreContext context, string savedAt, Resource? claim)
    {
        if (context.Draft.StringAt(Label) is not { } label)
            return;

        var uid = claim?.StringAt("/metadata/uid");
        if (context.Draft.StringAt(savedAt) is { } saved && saved != uid)
            context.Draft.Set(Label, saved);
        else if (uid is not null && label == uid)
            context.Draft.Remove(Label);

        context.Draft.Remove(savedAt);
    }

    /// <summary>The claim that a snapshot was taken of, where it is in the backup.</summary>
    private static Resource? ClaimOf(RestoreContext context) =>
        context.Original.StringAt("/spec/source/persistentVolumeClaimName") is { } name && ResourceId.IsName(name)
            ? context.Graph.FindResource(new ResourceId(Kinds.PersistentVolumeClaim, context.Id.Namespace, name))
            : null;
}
