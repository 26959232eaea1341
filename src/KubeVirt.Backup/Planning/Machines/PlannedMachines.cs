using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Lists the machines of a plan.</summary>
internal sealed class PlannedMachines
{
    private readonly BackupPlan _plan;
    private readonly Verdicts _verdicts;
    private readonly HashSet<ResourceId> _frozen;
    private readonly PlannedVolumes _volumes;
    private readonly DiskProtections _protections;

    // The place of each object in the order of a restore.
    private readonly Dictionary<ResourceId, int> _order;

    private PlannedMachines(BackupPlan plan)
    {
        _plan = plan;
        _verdicts = new Verdicts(plan);
        _frozen = [.. plan.Freeze];
        _volumes = new PlannedVolumes(plan);
        _protections = new DiskProtections(plan);
        _order = plan.Sets.SelectMany(set => set).Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>The machines, ordered by id.</summary>
    public static IReadOnlyList<PlannedMachine> Of(BackupPlan plan)
    {
        var machines = plan.Graph.Nodes.Where(node => node.State == NodeState.Observed).Select(node => node.Id);
        var list = new PlannedMachines(plan);

        return [.. machines.Where(id => DataHolder.IsMachine(plan.Graph, id)).Select(list.Describe)];
    }

    private PlannedMachine Describe(ResourceId id)
    {
        var guest = id.WithKind(Kinds.VirtualMachineInstance);
        var isThere = _plan.Graph.Find(guest) is { State: NodeState.Observed };
        var needs = _plan.Graph.Reach(id).Where(need => need != id && _order.ContainsKey(need));

        return new PlannedMachine
        {
            Id = id,
            Guest = isThere ? guest : null,
            IsFrozen = _frozen.Contains(guest),
            Volumes = _volumes.Of(id),
            Disks = [.. _plan.DiskChoice.DisksOf(id).Select(_protections.Describe)],
            Way = _plan.WayChoices.WayOf(id),
            Needs = [.. needs.OrderBy(need => _order[need])],
            Verdict = _verdicts.Judge(id),
        };
    }
}
