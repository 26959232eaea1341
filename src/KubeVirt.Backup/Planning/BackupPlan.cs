using System.Diagnostics;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// What a backup of some virtual machines consists of: which objects in which order, which guests to freeze, which
/// volumes to snapshot. Immutable.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class BackupPlan
{
    internal BackupPlan(
        ResourceGraph graph,
        IReadOnlyList<ResourceId> freeze,
        IReadOnlyList<ResourceId> volumes,
        IReadOnlyList<Exclusion> excluded,
        IEnumerable<Finding> findings
    )
    {
        Graph = graph;
        Freeze = freeze;
        Volumes = volumes;
        Excluded = excluded;
        Findings = [.. AlikeFindings.Join(graph.Findings.Concat(findings).Distinct().Order())];
    }

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

    /// <summary>What was found and left out, each with its reason.</summary>
    public IReadOnlyList<Exclusion> Excluded { get; }

    /// <summary>Everything odd, ordered by object.</summary>
    public IReadOnlyList<Finding> Findings { get; }

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

    /// <summary>Whether a finding is an error: a restore from this plan would fail or lose something.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"roots: {Roots.Count}, {Graph}, guests to freeze: {Freeze.Count}, volumes: {Volumes.Count}, findings: {Findings.Count}";
}
