using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>One machine whose way is to be chosen, with all that is known of it.</summary>
internal sealed record WayCase
{
    /// <summary>What was found.</summary>
    public required ResourceGraph Graph { get; init; }

    /// <summary>What the cluster can.</summary>
    public required WayFacts Facts { get; init; }

    /// <summary>What the product wants.</summary>
    public required WayOptions Options { get; init; }

    /// <summary>The VirtualMachine, or the VirtualMachineInstance that runs without one.</summary>
    public required Resource Machine { get; init; }

    /// <summary>Its VirtualMachineInstance; <see langword="null"/> where none was found.</summary>
    public Resource? Guest { get; init; }

    /// <summary>The claims of which the backup wants the data, ordered.</summary>
    public IReadOnlyList<ResourceId> Claims { get; init; } = [];

    /// <summary>The disks with data that the backup leaves out on purpose.</summary>
    public IReadOnlyList<PlannedDisk> LeftOut { get; init; } = [];

    /// <summary>Its id.</summary>
    public ResourceId Id => Machine.Id;

    /// <summary>What a cluster knows of it: a manifest that no API server has seen has no state.</summary>
    public bool IsLive => ResourceMetadata.Uid(Machine) is not null;

    /// <summary>The object of the StorageClass of a claim, or of another id.</summary>
    public Resource? Find(ResourceId id) => Graph.FindResource(id) ?? Facts.Find(id);

    /// <summary>The obstacle of a machine that is none of KubeVirt's VirtualMachines.</summary>
    /// <param name="kind">The action that KubeVirt would do.</param>
    public WayObstacle? ObstacleOfKind(string kind) =>
        Id.Kind == Kinds.VirtualMachine
            ? null
            : WayObstacle.Known($"KubeVirt makes a {kind} of a VirtualMachine alone.", Id);

    /// <summary>The obstacle of a way that takes all disks, where one is left out on purpose.</summary>
    /// <param name="kind">The action that KubeVirt would do.</param>
    public WayObstacle? ObstacleOfLeftOut(string kind) =>
        LeftOut.Count == 0
            ? null
            : WayObstacle.Known(
                $"A {kind} is of all disks, and {LeftOut[0].Name} is left out on purpose. Choose it, or another way.",
                Id,
                LeftOut[0].Path
            );

    /// <summary>The obstacle where the cluster does not serve a kind, or that is not known.</summary>
    /// <param name="kind">A kind that was asked for, see <see cref="WayFacts"/>.</param>
    /// <returns>The obstacle; <see langword="null"/> where it is served.</returns>
    public WayObstacle? ObstacleOfServed(GroupKind kind)
    {
        if (Facts.IsNotServed(kind))
            return WayObstacle.Known($"The cluster does not serve {kind.Kind}. Install what brings it.");

        return Facts.KnowsAll(kind, Id.Namespace) || Facts.All(kind).Any()
            ? null
            : WayObstacle.Unknown($"Whether the cluster serves {kind.Kind} could not be read.");
    }
}
