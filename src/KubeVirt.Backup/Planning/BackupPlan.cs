using System.Diagnostics;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// What a backup of some virtual machines consists of: which objects in which order, which guests to freeze, which
/// volumes to snapshot. Immutable.
/// </summary>
[TypeFormatterSource]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class BackupPlan
{
    private readonly Lazy<IReadOnlyList<PlannedMachine>> _machines;

    internal BackupPlan(
        DiskChoice disks,
        WayChoices ways,
        IReadOnlyList<ResourceId> freeze,
        IReadOnlyList<ResourceId> volumes,
        IReadOnlyList<Exclusion> excluded,
        IEnumerable<Finding> findings
    )
    {
        DiskChoice = disks;
        WayChoices = ways;
        Graph = disks.Graph;
        Freeze = freeze;
        Volumes = volumes;
        Excluded = excluded;
        Each = [.. Graph.FindingsAs(id => id, _ => true).Concat(findings).Distinct().Order()];
        Findings = [.. AlikeFindings.Join(Each)];
        _machines = new(() => PlannedMachines.Of(this));
    }

    /// <summary>What the choice of disks leaves out.</summary>
    internal DiskChoice DiskChoice { get; }

    /// <summary>How the data of each machine is backed up.</summary>
    internal WayChoices WayChoices { get; }

    /// <summary>Which disks were chosen.</summary>
    public DiskSelection Disks => DiskChoice.Selection;

    /// <summary>The objects and their references.</summary>
    public ResourceGraph Graph { get; }

    /// <summary>What is being backed up.</summary>
    public IReadOnlyList<ResourceId> Roots => Graph.Roots;

    /// <summary>The objects in the order of a restore, see <see cref="ResourceGraph.Sets"/>.</summary>
    public IReadOnlyList<IReadOnlyList<ResourceId>> Sets => Graph.Sets;

    /// <summary>The VirtualMachineInstances whose guests run and can be frozen.</summary>
    public IReadOnlyList<ResourceId> Freeze { get; }

    /// <summary>The PersistentVolumeClaims that hold the guests' data.</summary>
    public IReadOnlyList<ResourceId> Volumes { get; }

    /// <summary>
    /// The PersistentVolumeClaims whose data was left out on purpose, ordered: they are in the plan, and no snapshot is taken
    /// of them.
    /// </summary>
    public IReadOnlyList<ResourceId> LeftOutVolumes => [.. DiskChoice.LeftOutClaims.Order()];

    /// <summary>What was found and left out, each with its reason.</summary>
    public IReadOnlyList<Exclusion> Excluded { get; }

    /// <summary>Everything odd, ordered by object.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>All findings one by one: what is said of many at once counts for each of them.</summary>
    internal IReadOnlyList<Finding> Each { get; }

    /// <summary>
    /// The machines, ordered by id, each with its guest, volumes, needs and verdict: those of all roots, also the members
    /// of a pool. Made at the first access.
    /// </summary>
    public IReadOnlyList<PlannedMachine> Machines => _machines.Value;

    /// <summary>What was named and not found.</summary>
    public IEnumerable<ResourceId> Missing => Graph.Nodes.Where(node => node.IsMissing).Select(node => node.Id);

    /// <summary>What was named and could not be read, so that whether it exists is not known.</summary>
    public IEnumerable<ResourceId> NotRead => Graph.Nodes.Where(node => node.IsNotRead).Select(node => node.Id);

    /// <summary>What an object is to a restore, and why.</summary>
    /// <param name="id">An object that was found.</param>
    /// <exception cref="ArgumentException">The plan has no such object.</exception>
    public Classification ClassOf(ResourceId id) =>
        Classifier.Of(
            Graph.FindResource(id) ?? throw new ArgumentException($"{id} is not an object of this plan.", nameof(id)),
            Graph
        );

    /// <summary>What a restore of each root would be worth, in the order of <see cref="Roots"/>.</summary>
    public IEnumerable<RestoreVerdict> Judge() => Verdicts.Of(this);

    /// <summary>
    /// The part of this plan that some of its objects need, as the plan of these alone would be: one plan of many machines
    /// becomes a plan for each, without asking the source again.
    /// </summary>
    /// <param name="roots">
    /// The objects to back up, such as <see cref="PlannedMachine.Id"/>; several for those that must be consistent with each
    /// other.
    /// </param>
    /// <returns>
    /// The plan. Of what was left out it names what these objects refer to; findings on no object at all stay in it.
    /// </returns>
    /// <exception cref="ArgumentException">The plan does not hold the object of an id, or there is none.</exception>
    public BackupPlan For(params IEnumerable<ResourceId> roots) => PlanCut.Of(this, roots);

    /// <summary>Whether a finding is an error: a restore from this plan would fail or lose something.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"roots: {Roots.Count}, {Graph}, guests to freeze: {Freeze.Count}, volumes: {Volumes.Count}, findings: {Findings.Count}";
}
