using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Makes machines use their restored claims directly: DataVolumes and templates whose claim is in the backup are
/// removed, and CDI has no part in the restore. To be used after a preset.
/// </summary>
/// <remarks>
/// For a target without CDI, or one in which nothing must ever be imported. A volume whose claim is not in the backup,
/// or was not populated, keeps its DataVolume. The templates of a pool stay, since each of its machines needs volumes
/// of its own. Source: KubeVirt pkg/storage/types/pvc.go: a claim that no DataVolume owns counts as populated.
/// </remarks>
public sealed class ConvertDataVolumes() : RestorePolicy("convert-data-volumes")
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Decides { get; } =
        new Dictionary<string, string> { ["data of DataVolumes"] = "used directly" };

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["mark-claims-populated", "map-references"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (context.Id.Kind == Kinds.DataVolume && HasRestoredClaim(context, context.Id))
            context.Skip("Its claim is restored and used directly.", SkipOutcome.MadeAnew);
        else if (context.Id.Kind == Kinds.PersistentVolumeClaim)
            context.Draft.Remove(CdiKeys.PopulatedFor);
        else if (MachineSpec.PointerIn(context.Id.Kind) is { } spec)
            ConvertGuest(context, spec);
    }

    private static void ConvertGuest(RestoreContext context, string spec)
    {
        // By the names they have now, since volumes before them may be gone.
        var converted = context
            .Graph.EdgesFrom(context.Id)
            .Where(edge => edge.To.Kind == Kinds.DataVolume && HasRestoredClaim(context, edge.To))
            .Select(edge => context.Names.Map(edge.To).Name)
            .ToHashSet();

        foreach (var volume in context.Draft.Find(spec + "/volumes/*/dataVolume"))
        {
            if (context.Draft.StringAt(volume + "/name") is { } name && converted.Contains(name))
                DiskDraft.UseClaim(context.Draft, volume, name);
        }

        if (context.Id.Kind == Kinds.VirtualMachine)
            DiskDraft.RemoveTemplates(context.Draft, converted);
    }

    /// <summary>Whether the claim of a DataVolume is in the backup with all its data.</summary>
    private static bool HasRestoredClaim(RestoreContext context, ResourceId volume)
    {
        var claim = volume.WithKind(Kinds.PersistentVolumeClaim);

        return context.Graph.Find(claim) is { State: NodeState.Observed }
            && UnfinishedVolume.Of(context.Graph, claim) is null;
    }
}
