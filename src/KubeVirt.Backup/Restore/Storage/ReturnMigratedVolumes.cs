using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Puts machines back on the claims that hold their data, where volumes were on their way to other claims when they
/// were backed up; the half-copied destinations are skipped.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go, syncVolumeMigration: a machine recovers from a failed migration
/// when its volumes name the claims that they came from. Admission refuses a DataVolume template that no volume names
/// (pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go), so that of a destination is removed, too.
/// Where the source is not in the backup the machine is left as it is, and the findings of the plan say what is
/// lacking.
/// </remarks>
public sealed class ReturnMigratedVolumes() : RestorePolicy("return-migrated-volumes")
{
    private const string Templates = "/spec/dataVolumeTemplates";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["map-names", "map-references"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.VirtualMachine)
            Return(context);
        else if (context.Id.Kind == Kinds.PersistentVolumeClaim || context.Id.Kind == Kinds.DataVolume)
            SkipDestination(context);
    }

    private static void Return(RestoreContext context)
    {
        foreach (var volume in UnfinishedVolumeMigration.Of(context.Graph, context.Original))
        {
            if (context.Graph.FindResource(volume.Source) is null)
                continue;

            UseSource(context, volume);
            RemoveTemplate(context, context.Names.Map(volume.Destination).Name);
        }
    }

    /// <summary>Makes a volume of a machine name the source, as a claim where it has no DataVolume.</summary>
    private static void UseSource(RestoreContext context, UnfinishedVolumeMigration volume)
    {
        var source = context.Names.Map(volume.Source).Name;
        var holder = JsonPointer.Parent(volume.Path);
        var isDataVolume = holder.EndsWith("/dataVolume", StringComparison.Ordinal);
        var hasDataVolume = context.Graph.FindResource(volume.Source.WithKind(Kinds.DataVolume)) is not null;
        if (!isDataVolume || hasDataVolume)
        {
            context.Draft.Set(volume.Path, source);
            return;
        }

        var claim = JsonPointer.Parent(holder) + "/persistentVolumeClaim";
        context.Draft.Remove(holder);
        context.Draft.Set(claim, new JsonObject { ["claimName"] = source });
    }

    /// <summary>Removes the template of a DataVolume, and the list with the last of them.</summary>
    private static void RemoveTemplate(RestoreContext context, string destination)
    {
        foreach (var name in context.Draft.Find(Templates + "/*/metadata/name").Reverse())
        {
            if (context.Draft.StringAt(name) == destination)
                context.Draft.Remove(name[..name.LastIndexOf("/metadata", StringComparison.Ordinal)]);
        }

        if (context.Draft.At(Templates) is JsonArray { Count: 0 })
            context.Draft.Remove(Templates);
    }

    /// <summary>Skips a destination, unless another machine uses it.</summary>
    private static void SkipDestination(RestoreContext context)
    {
        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);
        if (!MigrationDestinations.Holds(context.Graph, claim))
            return;

        context.Skip(
            "It is the destination of a volume migration that was not complete; the machine is put back on the source.",
            SkipOutcome.MadeAnew
        );
    }
}
