using System.Diagnostics;
using System.Text.Json.Serialization;

namespace KubeVirt.Backup.Planning;

/// <summary>One machine of a plan: what a backup product lists, sells and restores.</summary>
/// <remarks>Immutable. It is a view of the plan: everything in it stands in the plan as well.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record PlannedMachine
{
    /// <summary>
    /// The VirtualMachine; for one that runs without it, as those of a replica set do, the VirtualMachineInstance.
    /// </summary>
    public required ResourceId Id { get; init; }

    /// <summary>Its VirtualMachineInstance; <see langword="null"/> where none was found.</summary>
    public ResourceId? Guest { get; init; }

    /// <summary>Whether the guest runs and is frozen while snapshots are taken.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The claims with its data, ordered by id.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<PlannedVolume> Volumes
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>
    /// Its disks in their order, also those without a claim, each with what the backup does for it and what a restore makes
    /// of it.
    /// </summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<PlannedDisk> Disks
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>
    /// How its data is backed up, and why so; <see langword="null"/> where <see cref="PlanOptions.Ways"/> asked for no choice.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlannedWay? Way { get; init; }

    /// <summary>The other objects that a restore of it brings back, in that order.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<ResourceId> Needs
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>What a restore of it would be worth.</summary>
    public required RestoreVerdict Verdict { get; init; }

    /// <summary>The best that snapshots of its volumes can be, if its guest is frozen.</summary>
    public Consistency ExpectedConsistency => Verdict.Data;

    /// <summary>
    /// The bytes of its volumes together; <see langword="null"/> where the size of one is not known.
    /// </summary>
    public long? Bytes => Volumes.Any(volume => volume.Bytes is null) ? null : Volumes.Sum(volume => volume.Bytes);

    /// <summary>The verdict, and how many volumes there are.</summary>
    public override string ToString() => $"{Verdict}, volumes: {Volumes.Count}";
}
