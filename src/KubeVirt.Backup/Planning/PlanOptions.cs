using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Planning;

/// <summary>What to plan for.</summary>
public sealed record PlanOptions
{
    /// <summary>
    /// What to back up. Default: <see langword="null"/>, every VirtualMachine, pool, replica set and standalone
    /// VirtualMachineInstance.
    /// </summary>
    public IReadOnlyCollection<ResourceId>? Roots { get; init; }

    /// <summary>Where to look for the default roots. Default: <see langword="null"/>, every namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// What the backup may hold. Default: <see cref="Planning.Selection.Everything"/> that carries no mark such as
    /// <c>velero.io/exclude-from-backup=true</c>.
    /// </summary>
    public Selection Selection { get; init; } = Selection.Everything;

    /// <summary>
    /// Of which disks the data is backed up. Default: <see cref="DiskSelection.Everything"/> that carries no mark of
    /// <see cref="DiskMarks"/>.
    /// </summary>
    public DiskSelection Disks { get; init; } = DiskSelection.Everything;

    /// <summary>
    /// By which ways the data of machines may be backed up; the choice stands in <see cref="PlannedMachine.Way"/>. Default:
    /// <see langword="null"/>, none is chosen, and the product takes the snapshots itself.
    /// </summary>
    public WayOptions? Ways { get; init; }

    /// <summary>
    /// Whether a plan without any root is fine. Default: it is an error, since a backup of nothing looks like one of
    /// everything until somebody needs it.
    /// </summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Which references to follow. Default: <see cref="BuiltInResolvers.Default"/>.</summary>
    public ResolverSet Resolvers { get; init; } = BuiltInResolvers.Default;

    /// <summary>
    /// What is known of platforms, which tells the class of an object and its neighbours. Default:
    /// <see cref="PlatformSet.Default"/>.
    /// </summary>
    public PlatformSet Platforms { get; init; } = PlatformSet.Default;

    /// <summary>
    /// Findings from before, of reading manifests for instance, to be part of the plan's. Default: none.
    /// </summary>
    public IReadOnlyCollection<Finding> Findings { get; init; } = [];
}
