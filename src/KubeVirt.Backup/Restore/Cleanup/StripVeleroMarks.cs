using KubeVirt.Backup.Json;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes the labels that backup tools put on claims and snapshots while they saved them, as velero's KubeVirt plugin does,
/// and gives back what a user had in their place. The packs say which, see <see cref="PlatformPack.SavedLabels"/>.
/// </summary>
/// <remarks>
/// Source: kubevirt-velero-plugin pkg/plugin, its backup and restore actions. Its mark is the claim's UID; another value is
/// the user's. Where no UID is known, as in the result of an earlier restore, nothing proves that a label is a tool's, and
/// it stays.
/// </remarks>
public sealed class StripVeleroMarks() : RestorePolicy("strip-velero-marks")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var rule in context.Graph.Platforms.SavedLabelsOf(context.Id.Kind))
            Strip(context, rule);
    }

    /// <summary>Gives back the label that was saved, or removes one that is the claim's UID.</summary>
    private static void Strip(RestoreContext context, SavedLabelRule rule)
    {
        var labelAt = $"/metadata/labels/{JsonPointer.Escape(rule.Label)}";
        if (context.Draft.StringAt(labelAt) is not { } label)
            return;

        var claim = context.Id.Kind == Kinds.PersistentVolumeClaim ? context.Original : ClaimOf(context);
        var uid = claim?.StringAt("/metadata/uid");
        var savedAt = $"/metadata/annotations/{JsonPointer.Escape(rule.SavedAs)}";
        if (context.Draft.StringAt(savedAt) is { } saved && saved != uid)
            context.Draft.Set(labelAt, saved);
        else if (uid is not null && label == uid)
            context.Draft.Remove(labelAt);

        context.Draft.Remove(savedAt);
    }

    /// <summary>The claim that a snapshot was taken of, where it is in the backup.</summary>
    private static Resource? ClaimOf(RestoreContext context) =>
        context.Original.StringAt("/spec/source/persistentVolumeClaimName") is { } name && ResourceId.IsName(name)
            ? context.Graph.FindResource(new ResourceId(Kinds.PersistentVolumeClaim, context.Id.Namespace, name))
            : null;
}
