using System.Text.Json.Nodes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Makes machines use their restored claims directly: DataVolumes and templates whose claim is in the backup go, and
/// CDI has no part in the restore. To be used after a preset.
/// </summary>
/// <remarks>Source: KubeVirt pkg/storage/types/pvc.go: a claim that no DataVolume owns counts as populated.</remarks>
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
        if (context.Id.Kind == Kinds.DataVolume && IsHeld(context, context.Id))
            context.Skip("Its claim is restored and used directly.", SkipOutcome.MadeAnew);
        else if (context.Id.Kind == Kinds.PersistentVolumeClaim)
            context.Draft.Remove(CdiKeys.PopulatedFor);
        else if (MachineSpec.PointerIn(context.Id.Kind) is { } spec)
            Convert(context, spec);
    }

    private static void Convert(RestoreContext context, string spec)
    {
        // By the names they have now, since volumes before them may be gone.
        var held = context
            .Graph.EdgesFrom(context.Id)
            .Where(edge => edge.To.Kind == Kinds.DataVolume && IsHeld(context, edge.To))
            .Select(edge => context.Names.Map(edge.To).Name)
            .ToHashSet();
        foreach (
            var volume in context
                .Draft.Find(spec + "/volumes/*/dataVolume")
                .Where(volume => context.Draft.StringAt(volume + "/name") is { } name && held.Contains(name))
        )
        {
            var source = context.Draft.At(volume)!.DeepClone().AsObject();
            source.Insert(0, "claimName", source["name"]!.DeepClone());
            source.Remove("name");
            context.Draft.Set(volume[..^"dataVolume".Length] + "persistentVolumeClaim", source);
            context.Draft.Remove(volume);
        }

        if (MachineSpec.MachineIn(context.Id.Kind) is not { } machine || context.Id.Kind != Kinds.VirtualMachine)
            return;
        foreach (
            var template in context
                .Draft.Find(machine + "/dataVolumeTemplates/*")
                .Reverse()
                .Where(template =>
                    context.Draft.StringAt(template + "/metadata/name") is { } name && held.Contains(name)
                )
        )
            context.Draft.Remove(template);
        if (context.Draft.At(machine + "/dataVolumeTemplates") is JsonArray { Count: 0 })
            context.Draft.Remove(machine + "/dataVolumeTemplates");
    }

    private static bool IsHeld(RestoreContext context, ResourceId volume) =>
        context.Graph.Find(volume.WithKind(Kinds.PersistentVolumeClaim)) is { State: NodeState.Observed }
        && UnfinishedVolume.Of(context.Graph, volume.WithKind(Kinds.PersistentVolumeClaim)) is null;
}
