namespace KubeVirt.Backup.Rehearsal;

/// <summary>Tells what became of each volume that steps brought, or that was made for a restored DataVolume.</summary>
internal sealed class VolumeJudge(World world, IReadOnlyList<Refusal> refusals)
{
    private const string DataVolumes = DataVolumeSync.Source;
    private const string CdiGates = "CDI pkg/feature-gates/feature-gates.go";
    private const string Binder = "Kubernetes pkg/controller/volume/persistentvolume/pv_controller.go";

    /// <summary>What became of each volume, ordered by claim.</summary>
    public IReadOnlyList<RehearsedVolume> All() => [.. Ids().Order().Select(Judge)];

    /// <summary>The claims of the restore, and those that its DataVolumes and templates ask for.</summary>
    private IEnumerable<ResourceId> Ids()
    {
        var brought = world
            .All.Where(one => one.Origin == ObjectOrigin.Applied)
            .Select(one => one.Id)
            .Concat(refusals.Where(refusal => refusal.Step >= 0).Select(refusal => refusal.Object))
            .Where(id => id.Kind == Kinds.PersistentVolumeClaim || id.Kind == Kinds.DataVolume);
        var ofTemplates = world
            .All.Where(one => one is { Origin: ObjectOrigin.Applied } && one.Kind == Kinds.VirtualMachine)
            .SelectMany(one =>
                MachineTemplates
                    .NamesOf(one)
                    .Where(ResourceId.IsName)
                    .Select(name =>
                        one.Id.Namespace is { } place
                            ? new ResourceId(Kinds.PersistentVolumeClaim, place, name)
                            : default
                    )
            )
            .Where(id =>
                !id.IsDefault && (world.Find(id) is not null || world.Find(id.WithKind(Kinds.DataVolume)) is not null)
            );

        return brought.Select(id => id.WithKind(Kinds.PersistentVolumeClaim)).Concat(ofTemplates).Distinct();
    }

    /// <summary>Whether what was restored is there at all.</summary>
    private RehearsedVolume Judge(ResourceId id)
    {
        var all = world.All.Where(one => one.Id == id).ToList();
        var brought = all.FirstOrDefault(one => one.Manifest is not null);
        var live = all.LastOrDefault(one => one.IsLive);
        var refusal = refusals.FirstOrDefault(found => found.Object == id);
        if (live is not null && DependsOnGates(live))
            return OfUnknownGates(id);
        if (brought is null && refusal is not null)
            return new(
                id,
                VolumeOutcome.Refused,
                $"It is refused: {refusal.Message}{(live is null ? "" : ". Another claim has its name")}.",
                refusal.Source
            );
        if (brought is { IsLive: false })
            return new(
                id,
                VolumeOutcome.Collected,
                $"It is deleted, with what was restored into it{(live is null ? "" : "; another claim has its name")}.",
                Told(id, RehearsalEffect.Collected)
            );
        if (live is null && world.Target.IsUnknownClass(ClassOfDataVolume(id)))
            return Open(id);
        if (live is null)
            return Waiting(id, "It is not restored, and its DataVolume waits for it.", DataVolumes);
        if (live.Manifest is null)
            return new(
                id,
                VolumeOutcome.FilledAnew,
                "It is not restored: CDI makes it and fills it from the source of its DataVolume.",
                DataVolumes
            );

        return JudgeRestored(live);
    }

    /// <summary>What a restored claim that is there comes to.</summary>
    private RehearsedVolume JudgeRestored(WorldObject claim)
    {
        var id = claim.Id;
        if (ObservedWorkers.Of(world, claim) is [var worker, ..])
            return new(
                id,
                VolumeOutcome.Overwritten,
                $"CDI fills it ({worker.FillsBy}) over what was restored.",
                Told(id, RehearsalEffect.Filled)
            );

        return claim.Phase switch
        {
            "Lost" => new(
                id,
                VolumeOutcome.Lost,
                "It names a volume that is not there for it.",
                Told(id, RehearsalEffect.Lost)
            ),
            "Bound" when claim.ControllerOwner is { } owner && owner.Kind == Kinds.DataVolume => new(
                id,
                VolumeOutcome.Adopted,
                $"The DataVolume {owner.Name} owns it, with its data.",
                DataVolumes
            ),
            "Bound" => new(id, VolumeOutcome.Kept, "It is bound as it was restored.", Told(id, RehearsalEffect.Bound)),
            _ when Waits(claim) => new(
                id,
                VolumeOutcome.WaitsForConsumer,
                "Its class binds it when a pod uses it.",
                Told(id, RehearsalEffect.Stuck)
            ),
            _ when world.Target.IsUnknownClass(claim.Text("/spec/storageClassName")) => Open(id),
            _ => Waiting(id, ToldWhy(id), Told(id, RehearsalEffect.Stuck)),
        };
    }

    /// <summary>A claim of a class of which nothing is known.</summary>
    private static RehearsedVolume Open(ResourceId id) =>
        new(id, VolumeOutcome.Unknown, "What becomes of it is not known: the target's classes are not.", Binder);

    /// <summary>A claim that waits, perhaps for what nobody could read.</summary>
    private RehearsedVolume Waiting(ResourceId id, string why, string source) =>
        Words.OfUnread(world) is { } unread
            ? new(id, VolumeOutcome.Unknown, $"{why} {unread}", source)
            : new(id, VolumeOutcome.Pending, why, source);

    /// <summary>A volume of which only CDI's feature gates would tell.</summary>
    private static RehearsedVolume OfUnknownGates(ResourceId id) =>
        new(id, VolumeOutcome.Unknown, "It depends on the feature gates of CDI, which are not known.", CdiGates);

    /// <summary>
    /// Whether gates that nobody knows decide over a volume: whether CDI adopts a claim without a mark, and whether it
    /// fills one that waits.
    /// </summary>
    private bool DependsOnGates(WorldObject claim)
    {
        var isKnown = world.Target.CdiFeatureGates is not null;
        if (isKnown || CdiRules.IsPopulatedFor(claim, claim.Name))
            return false;

        var volume = claim.Id.WithKind(Kinds.DataVolume);
        var hasVolume = world.Find(volume) is not null || refusals.Any(refusal => refusal.Object == volume);
        var isMet = hasVolume && claim.Manifest is not null;
        var isForCdi = hasVolume || CdiRules.AsksForWorker(claim);

        return isMet || (isForCdi && IsUnplaced(claim));
    }

    private string? ClassOfDataVolume(ResourceId id)
    {
        var volume = world.Find(id.WithKind(Kinds.DataVolume));
        return volume?.Text("/spec/storage/storageClassName") ?? volume?.Text("/spec/pvc/storageClassName");
    }

    private bool Waits(WorldObject claim) => IsUnplaced(claim) && claim.At("/spec/dataSourceRef") is null;

    /// <summary>Whether a claim has no volume yet, and its class makes none before a pod uses it.</summary>
    private bool IsUnplaced(WorldObject claim) =>
        world.Target.ClassOf(claim.Text("/spec/storageClassName")) is { WaitsForConsumer: true }
        && string.IsNullOrEmpty(claim.Text("/spec/volumeName"));

    private string Told(ResourceId id, RehearsalEffect effect) => Last(id, effect)?.Source ?? DataVolumes;

    private string ToldWhy(ResourceId id) => Last(id, RehearsalEffect.Stuck)?.What ?? "It stays Pending.";

    private RehearsalEvent? Last(ResourceId id, RehearsalEffect effect)
    {
        var name = id.ToString();
        return world.Story.LastOrDefault(told => told.Effect == effect && told.Object == name);
    }
}
