using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Predicts from the finished drafts what CDI and KubeVirt do with each volume. The restore applies claims before
/// DataVolumes and these before machines, so the answer depends on what exists and how it is marked alone.
/// </summary>
/// <param name="graph">What the backup holds.</param>
/// <param name="contexts">Each object with what the pipeline made of it, by its id in the backup.</param>
/// <remarks>
/// Source: CDI pkg/controller/datavolume/controller-base.go, pkg/controller/import-controller.go,
/// pkg/apiserver/webhooks/datavolume-validate.go.
/// </remarks>
internal sealed class VolumeDecisions(ResourceGraph graph, IReadOnlyDictionary<ResourceId, RestoreContext> contexts)
{
    private readonly Dictionary<ResourceId, HashSet<string?>> _templateNames = [];

    /// <summary>
    /// One decision for each claim, DataVolume and template of a machine that is restored, ordered by claim.
    /// </summary>
    public IEnumerable<VolumeDecision> All() =>
        from id in graph.Nodes.Select(node => node.Id)
        where id.Kind == Kinds.PersistentVolumeClaim || id.Kind == Kinds.DataVolume
        group id by id.WithKind(Kinds.PersistentVolumeClaim) into volume
        orderby volume.Key
        let decision = Decide(volume.Key)
        where decision is not null
        select decision;

    /// <summary>A finding for each decision by which a volume or its machine does not come back.</summary>
    public static IEnumerable<Finding> Find(IEnumerable<VolumeDecision> decisions) =>
        decisions.Select(ToFinding).OfType<Finding>();

    private static Finding? ToFinding(VolumeDecision decision) =>
        decision.Handling switch
        {
            VolumeHandling.Broken => new Finding(
                FindingIds.VolumeBroken,
                FindingSeverity.Error,
                decision.Claim,
                null,
                $"{decision.Reason} Use a preset, or its policies for CDI, or correct the claim."
            ),
            VolumeHandling.Waiting => new Finding(
                FindingIds.VolumeBroken,
                FindingSeverity.Warning,
                decision.Claim,
                null,
                $"{decision.Reason} Restore the claim with its data, or its machine does not start."
            ),
            _ => null,
        };

    /// <summary>What happens to one volume; <see langword="null"/> where nothing of it is restored.</summary>
    /// <param name="id">Its claim, which need not exist.</param>
    private VolumeDecision? Decide(ResourceId id)
    {
        var claim = Restored(id);
        var volume = Restored(id.WithKind(Kinds.DataVolume));

        if (claim is not null && ClaimFaults.Of(claim) is { } fault)
            return new VolumeDecision(id, VolumeHandling.Broken, fault);
        if (volume is not null)
            return claim is not null ? DecideBoth(claim, volume) : DecideDataVolume(id, volume);
        if (HasTemplate(id))
            return claim is not null ? DecideClaimOfTemplate(claim) : PopulatedByTemplate(id);
        if (claim is not null)
            return new(id, VolumeHandling.Claim, "The claim is restored, and no DataVolume looks after it.");

        return null;
    }

    private static VolumeDecision DecideBoth(RestoreContext claim, RestoreContext volume)
    {
        var name = volume.Names.Map(volume.Id).Name;
        var populatedFor = claim.Draft.StringAt(CdiKeys.PopulatedFor);

        if (populatedFor == name)
            return new(claim.Id, VolumeHandling.Adopted, "The claim is marked as populated for its DataVolume.");
        if (IsTrue(volume, CdiKeys.AllowClaimAdoption))
            return new(claim.Id, VolumeHandling.Adopted, "The DataVolume may adopt any claim of its name.");
        if (populatedFor is not null)
        {
            return new VolumeDecision(
                claim.Id,
                VolumeHandling.Broken,
                $"The claim is marked as populated for '{populatedFor}', so CDI refuses the DataVolume {name}: "
                    + "the claim exists already."
            );
        }

        return new VolumeDecision(
            claim.Id,
            VolumeHandling.Broken,
            "The claim is not marked as populated for its DataVolume, so CDI refuses the DataVolume: "
                + "the claim exists already."
        );
    }

    private static VolumeDecision DecideDataVolume(ResourceId claim, RestoreContext volume)
    {
        if (volume.Draft.At(CdiKeys.CheckStaticVolume) is not null)
        {
            return new VolumeDecision(
                claim,
                VolumeHandling.Static,
                "The DataVolume looks for a PersistentVolume that was bound to its claim beforehand."
            );
        }

        if (volume.Draft.At(CdiKeys.PrePopulated) is not null)
        {
            return new VolumeDecision(
                claim,
                VolumeHandling.Waiting,
                "The DataVolume is marked as populated and waits for its claim, which is not restored."
            );
        }

        var reason = volume.Original.StringAt("/status/phase") switch
        {
            "Succeeded" => "The DataVolume is not marked as populated, so CDI populates it from its source.",
            null => "Its DataVolume has no status, so no data is known of.",
            var phase => $"Its DataVolume was in phase {phase}, so CDI populates it anew.",
        };

        return new VolumeDecision(claim, VolumeHandling.Populated, reason);
    }

    /// <remarks>
    /// A DataVolume that KubeVirt makes from a template may adopt any claim of its name, also one that is marked as populated
    /// for another (CDI pkg/controller/common/util.go, ClaimMayExistBeforeDataVolume).
    /// </remarks>
    private static VolumeDecision DecideClaimOfTemplate(RestoreContext claim) =>
        new(
            claim.Id,
            VolumeHandling.AdoptedByTemplate,
            "KubeVirt makes the DataVolume from the machine's template, and it adopts the claim."
        );

    private static VolumeDecision PopulatedByTemplate(ResourceId claim) =>
        new(
            claim,
            VolumeHandling.PopulatedByTemplate,
            "Neither claim nor DataVolume is restored: KubeVirt makes them from the machine's template, "
                + "and CDI populates them."
        );

    private RestoreContext? Restored(ResourceId id) =>
        contexts.TryGetValue(id, out var context) && !context.IsSkipped ? context : null;

    /// <summary>Whether a restored machine has a template of the volume.</summary>
    private bool HasTemplate(ResourceId id) =>
        graph
            .EdgesTo(id.WithKind(Kinds.DataVolume))
            .Any(edge =>
                edge.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal)
                && Restored(edge.From) is { } machine
                && TemplateNames(machine).Contains(machine.Names.Map(edge.To).Name)
            );

    /// <summary>
    /// The names that the templates of a machine have now, since templates before one may be gone. They are read once
    /// for each machine, though it may have thousands of volumes.
    /// </summary>
    private HashSet<string?> TemplateNames(RestoreContext machine)
    {
        if (_templateNames.TryGetValue(machine.Id, out var known))
            return known;

        var pointers = machine.Draft.Find("/spec/dataVolumeTemplates/*/metadata/name");
        var names = pointers.Select(machine.Draft.StringAt).ToHashSet();
        _templateNames.Add(machine.Id, names);

        return names;
    }

    /// <summary>Whether an annotation is true, which Go writes in several ways.</summary>
    private static bool IsTrue(RestoreContext context, string pointer) =>
        bool.TryParse(context.Draft.StringAt(pointer), out var isTrue) && isTrue;
}
