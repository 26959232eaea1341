using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Takes a bound claim off its volume and off what it was populated from, so that it binds to whatever holds the
/// restored data.
/// </summary>
/// <remarks>
/// Whoever restores the data decides how the claim finds it: by a volume that is made for it, or by
/// <see cref="RestoreFromSnapshots"/>.
/// Source: KubeVirt pkg/storage/snapshot/restore.go. A claim with the name of a lost volume stays Pending or goes Lost;
/// one with a populator's dataSourceRef is populated again. A claim that was never populated keeps its data source, and
/// one that nobody provisions a volume for keeps what binds it to the volume that somebody made by hand.
/// </remarks>
public sealed class UnbindClaims() : RestorePolicy("unbind-claims")
{
    private const string Volume = "/spec/volumeName";

    /// <summary>What binds a claim to one volume, or to some.</summary>
    private static readonly string[] Bindings = [Volume, "/spec/selector"];

    /// <summary>What a claim was populated from.</summary>
    private static readonly string[] Sources = ["/spec/dataSource", "/spec/dataSourceRef"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.PersistentVolumeClaim)
            return;
        if (!IsPopulated(context))
            return;

        if (StaticVolumes.IsOf(context))
            ReportKept(context);
        else
            RemoveAll(context, Bindings);
        RemoveAll(context, Sources);
    }

    /// <summary>Removes some fields, as far as they are there.</summary>
    private static void RemoveAll(RestoreContext context, string[] fields)
    {
        foreach (var field in fields)
            context.Draft.Remove(field);
    }

    /// <summary>Reports the volume that the target must have, which no restore of objects brings.</summary>
    private static void ReportKept(RestoreContext context)
    {
        if (context.Draft.StringAt(Volume) is not { } volume)
            return;

        context.Report(
            FindingIds.StaticVolumeAbsent,
            FindingSeverity.Warning,
            Volume,
            $"Nobody provisions a volume for the class of the claim, so it keeps its PersistentVolume {volume}. Create "
                + "that one in the target, free for this claim: its claimRef may name no other claim, and no UID."
        );
    }

    /// <summary>Whether the claim had been populated, by any of the signs that the platform leaves.</summary>
    private static bool IsPopulated(RestoreContext context) =>
        context.Original.StringAt("/status/phase") == "Bound"
        || context.Original.StringAt("/spec/volumeName") is not null
        || context.Original.At(CdiKeys.BindCompleted) is not null
        || context.Original.StringAt(CdiKeys.PodPhase) == "Succeeded"
        // Marked as populated a claim must not be populated again, whatever else it says.
        || context.Draft.At(CdiKeys.PopulatedFor) is not null;
}
