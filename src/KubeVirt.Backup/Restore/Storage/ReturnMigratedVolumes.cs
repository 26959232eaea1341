using System.Text.Json.Nodes;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Puts machines back on the claims that hold their data, where volumes were on their way to other claims when they were
/// backed up; the half-copied destinations are left out.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go, syncVolumeMigration: a machine recovers from a failed migration
/// when its volumes name the claims that they came from. Admission refuses a DataVolume template that no volume names
/// (pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go), so that of a destination goes, too.
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

            var source = context.Names.Map(volume.Source).Name;
            var holder = volume.Path[..volume.Path.LastIndexOf('/')];
            var isDataVolume = holder.EndsWith("/dataVolume", StringComparison.Ordinal);
            var hasDataVolume = context.Graph.FindResource(volume.Source.WithKind(Kinds.DataVolume)) is not null;
            if (isDataVolume && !hasDataVolume)
            {
                context.Draft.Remove(holder);
                var entry = holder[..holder.LastIndexOf('/')];
                context.Draft.Set(entry + "/persistentVolumeClaim", new JsonObject { ["claimName"] = source });
            }
            else
            {
                context.Draft.Set(volume.Path, source);
            }

            RemoveTemplate(context, context.Names.Map(volume.Destination).Name);
        }
    }

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

    /// <summary>Leaves a destination out, unless another machine uses it.</summary>
    private static void SkipDestination(RestoreContext context)
    {
        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);
        if (!UnfinishedVolumeMigration.IsDestinationAlone(context.Graph, claim))
            return;

        context.Skip(
            "It is the destination of a volume migration that was not complete; the machine is put back on the source.",
            SkipOutcome.MadeAnew
        );
    }
}
