using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Foretells from the finished drafts what CDI and KubeVirt do with each volume. The restore applies claims before
/// DataVolumes and these before machines, so the answer depends on what exists and how it is marked alone.
/// </summary>
/// <remarks>
/// Source: CDI pkg/controller/datavolume/controller-base.go, pkg/controller/import-controller.go,
/// pkg/apiserver/webhooks/datavolume-validate.go.
/// </remarks>
internal sealed class VolumeDecisions(ResourceGraph graph, IReadOnlyDictionary<ResourceId, RestoreContext> contexts)
{
    private readonly Dictionary<ResourceId, HashSet<string?>> _templates = [];

    /// <summary>One decision for each claim, DataVolume and template of a machine that is restored.</summary>
    public IEnumerable<VolumeDecision> All() =>
        from id in graph.Nodes.Select(node => node.Id)
        where id.Kind == Kinds.PersistentVolumeClaim || id.Kind == Kinds.DataVolume
        group id by id.WithKind(Kinds.PersistentVolumeClaim) into volume
        orderby volume.Key
        let decision = Decide(volume.Key)
        where decision is not null
        select decision;

    /// <summary>What is broken, as findings.</summary>
    public static IEnumerable<Finding> Find(IEnumerable<VolumeDecision> decisions) =>
        from decision in decisions
        where decision.Handling is VolumeHandling.Broken or VolumeHandling.Waiting
        select decision.Handling == VolumeHandling.Broken
            ? new Finding(
                FindingIds.VolumeBroken,
                FindingSeverity.Error,
                decision.Claim,
                null,
                $"{decision.Reason} Use a preset, or its policies for CDI, or mend the claim."
            )
            : new Finding(
                FindingIds.VolumeBroken,
                FindingSeverity.Warning,
                decision.Claim,
                null,
                $"{decision.Reason} Restore the claim with its data, or its machine does not start."
            );

    private VolumeDecision? Decide(ResourceId id)
    {
        var claim = Restored(id);
        var volume = Restored(id.WithKind(Kinds.DataVolume));
        var (handling, reason) = (claim, volume) switch
        {
            (not null, _) when Fault(claim) is { } fault => (VolumeHandling.Broken, fault),
            (not null, not null) => DecideBoth(claim, volume),
            (null, not null) => DecideDataVolume(volume),
            (not null, null) when HasTemplate(id) => DecideTemplate(claim),
            (not null, null) => (VolumeHandling.Claim, "The claim is restored, and no DataVolume looks after it."),
            _ when HasTemplate(id) => (
                VolumeHandling.PopulatedByTemplate,
                "Neither claim nor DataVolume is restored: KubeVirt makes them from the machine's template, and CDI populates them."
            ),
            _ => ((VolumeHandling?)null, ""),
        };
        return handling is { } known ? new VolumeDecision(id, known, reason) : null;
    }

    private static (VolumeHandling?, string) DecideBoth(RestoreContext claim, RestoreContext volume)
    {
        var name = volume.Names.Map(volume.Id).Name;
        if (claim.Draft.StringAt(CdiKeys.PopulatedFor) is { } populatedFor)
        {
            return populatedFor == name
                ? (VolumeHandling.Adopted, "The claim is marked as populated for its DataVolume.")
                : (
                    VolumeHandling.Broken,
                    $"The claim is marked as populated for '{populatedFor}', so CDI refuses the DataVolume {name}: the claim exists already."
                );
        }

        return IsTrue(volume, CdiKeys.AllowClaimAdoption)
            ? (VolumeHandling.Adopted, "The DataVolume may adopt any claim of its name.")
            : (
                VolumeHandling.Broken,
                "The claim is not marked as populated for its DataVolume, so CDI refuses the DataVolume: the claim exists already."
            );
    }

    private static (VolumeHandling?, string) DecideDataVolume(RestoreContext volume)
    {
        if (volume.Draft.At(CdiKeys.CheckStaticVolume) is not null)
            return (
                VolumeHandling.Static,
                "The DataVolume looks for a PersistentVolume that was bound to its claim beforehand."
            );
        if (volume.Draft.At(CdiKeys.PrePopulated) is not null)
            return (
                VolumeHandling.Waiting,
                "The DataVolume is marked as populated and waits for its claim, which is not restored."
            );
        var phase = volume.Original.StringAt("/status/phase");
        if (phase == "Succeeded")
            return (
                VolumeHandling.Populated,
                "The DataVolume is not marked as populated, so CDI populates it from its source."
            );
        return (
            VolumeHandling.Populated,
            phase is null
                ? "Its DataVolume has no status, so no data is known of."
                : $"Its DataVolume was in phase {phase}, so CDI populates it anew."
        );
    }

    /// <remarks>A DataVolume that KubeVirt makes may adopt any claim of its name.</remarks>
    private static (VolumeHandling?, string) DecideTemplate(RestoreContext claim)
    {
        var name = claim.Names.Map(claim.Id).Name;
        return claim.Draft.StringAt(CdiKeys.PopulatedFor) is { } populatedFor && populatedFor != name
            ? (
                VolumeHandling.Broken,
                $"The claim is marked as populated for '{populatedFor}', not for the DataVolume {name} that KubeVirt makes from the machine's template."
            )
            : (
                VolumeHandling.AdoptedByTemplate,
                "KubeVirt makes the DataVolume from the machine's template, and it adopts the claim."
            );
    }

    /// <summary>What a claim still says that makes CDI populate it again, or Kubernetes never bind it.</summary>
    private static string? Fault(RestoreContext claim)
    {
        if (
            claim.Draft.StringAt(CdiKeys.PodPhase) != "Succeeded"
            && CdiKeys.Instructions.FirstOrDefault(key => claim.Draft.At(key) is not null) is { } instruction
        )
            return $"The claim carries {instruction}, by which CDI populates it over the restored data.";
        if (claim.Draft.At(CdiKeys.BindCompleted) is not null && claim.Draft.At("/spec/volumeName") is not null)
            return "The claim says that it is bound to a PersistentVolume of the old cluster, so it goes Lost.";
        var wasPopulated =
            claim.Original.StringAt("/status/phase") == "Bound"
            || claim.Original.At(CdiKeys.BindCompleted) is not null
            || claim.Draft.At(CdiKeys.PopulatedFor) is not null;
        return wasPopulated && claim.Draft.StringAt("/spec/dataSourceRef/apiGroup") == Kinds.DataVolume.Group
            ? "The claim still names the source it was populated from, so it is populated again, or waits for that source for ever."
            : null;
    }

    private RestoreContext? Restored(ResourceId id) =>
        contexts.TryGetValue(id, out var context) && !context.IsSkipped ? context : null;

    private bool HasTemplate(ResourceId id) =>
        graph
            .EdgesTo(id.WithKind(Kinds.DataVolume))
            .Any(edge =>
                edge.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal)
                && Restored(edge.From) is { } machine
                && TemplatesOf(machine).Contains(machine.Names.Map(edge.To).Name)
            );

    // By the names they have now, since templates before one may be gone. Of each machine once, though it may have
    // thousands.
    private HashSet<string?> TemplatesOf(RestoreContext machine)
    {
        if (!_templates.TryGetValue(machine.Id, out var names))
            _templates.Add(
                machine.Id,
                names = [
                    .. machine.Draft.Find("/spec/dataVolumeTemplates/*/metadata/name").Select(machine.Draft.StringAt),
                ]
            );
        return names;
    }

    private static bool IsTrue(RestoreContext context, string pointer) =>
        context.Draft.At(pointer) is JsonValue value
        && value.TryGetValue<string>(out var text)
        && bool.TryParse(text, out var isTrue)
        && isTrue;
}
