using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What became of the machines of one way.</summary>
internal sealed record WayResult
{
    /// <summary>Nothing was to be done.</summary>
    public static WayResult None { get; } = new();

    /// <summary>The snapshot of each claim, or what stands for it.</summary>
    public IReadOnlyList<ClaimTime> Snapshots { get; init; } = [];

    /// <summary>Verdicts on guests that KubeVirt froze itself.</summary>
    public IReadOnlyList<FreezeVerdict> Verdicts { get; init; } = [];

    /// <summary>What the storage or KubeVirt says of its work, by guest that the session froze.</summary>
    public IReadOnlyList<(ResourceId Guest, ActionEvidence Action)> Evidence { get; init; } = [];

    /// <summary>Guests whose snapshots are not of one moment, each with the reason.</summary>
    public IReadOnlyList<(ResourceId Guest, string Reason)> Doubts { get; init; } = [];

    /// <summary>What the backup is in the chains of its machines.</summary>
    public IReadOnlyList<ChainPoint> Points { get; init; } = [];

    /// <summary>What went wrong, and what to know.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Both results together.</summary>
    public WayResult And(WayResult other) =>
        new()
        {
            Snapshots = [.. Snapshots, .. other.Snapshots],
            Verdicts = [.. Verdicts, .. other.Verdicts],
            Evidence = [.. Evidence, .. other.Evidence],
            Doubts = [.. Doubts, .. other.Doubts],
            Points = [.. Points, .. other.Points],
            Findings = [.. Findings, .. other.Findings],
        };
}
