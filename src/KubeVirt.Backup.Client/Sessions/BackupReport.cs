using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What a backup session came to.</summary>
public sealed record BackupReport
{
    /// <summary>What was backed up, and the findings on it.</summary>
    public required BackupPlan Plan { get; init; }

    /// <summary>
    /// What the snapshots of each machine are worth, by the guest it has or would have; stored with the archive; empty
    /// where guests were not frozen.
    /// </summary>
    public IReadOnlyList<FreezeVerdict> Verdicts { get; init; } = [];

    /// <summary>
    /// What <see cref="BackupOptions.Snapshot"/> returned, ordered by claim; <see langword="null"/> where there is no such
    /// function.
    /// </summary>
    public IReadOnlyList<ClaimTime>? Snapshots { get; init; }

    /// <summary>What <see cref="BackupOptions.Points"/> returned.</summary>
    public IReadOnlyList<ChainPoint> Points { get; init; } = [];

    /// <summary>The archive of the definitions; <see langword="null"/> where none was written.</summary>
    public string? Archive { get; init; }

    /// <summary>
    /// What the session itself found, beside the findings of the plan: that the plan is outdated, or a step failed.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The steps that failed after snapshots were taken.</summary>
    public IReadOnlyList<BackupFailure> Failures { get; init; } = [];

    /// <summary>When the session began, by this machine's clock.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended. Of what is in an archive: when the archive was begun.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Which cluster it is of; <see langword="null"/> where the source does not know.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>Whether a late step failed: definitions, verdicts and snapshots are there, and something else is not.</summary>
    public bool IsPartial => Failures.Count > 0;

    /// <summary>
    /// The verdicts on guests that were to be frozen and are less than filesystem-consistent, whatever the reason: also
    /// those without an agent that the options skip.
    /// </summary>
    public IEnumerable<FreezeVerdict> NotConsistent =>
        Verdicts.Where(verdict => verdict.Consistency < Consistency.FilesystemConsistent);

    /// <summary>
    /// The plan's volumes of which <see cref="BackupOptions.Snapshot"/> returned no snapshot that was certainly taken;
    /// empty where there is no such function.
    /// </summary>
    /// <remarks>
    /// Of a claim with several snapshots one will do: which of them a restore uses is the product's choice.
    /// </remarks>
    public IReadOnlyList<ResourceId> NotSnapshotted
    {
        get
        {
            if (Snapshots is null)
                return [];

            var taken = Snapshots.Where(time => time.Taken is not null).Select(time => time.Claim).ToHashSet();
            return [.. Plan.Volumes.Where(claim => !taken.Contains(claim) && !StateOfBackups.Contains(claim))];
        }
    }

    /// <summary>The claims of persistent states that no VirtualMachineBackup holds, which a finding says.</summary>
    private HashSet<ResourceId> StateOfBackups =>
        [
            .. Plan
                .Machines.Where(machine => machine.Way is { Way: BackupWay.MachineBackup })
                .SelectMany(machine => machine.Volumes)
                .Where(volume => volume.Names.Count == 0)
                .Select(volume => volume.Claim),
        ];

    /// <summary>
    /// Whether the backup is what was asked for: the plan has no errors, every guest that was to be frozen is
    /// consistent or offline, every volume has its snapshot, and no step failed. Products that end with a code end with
    /// an error where it is not.
    /// </summary>
    public bool ReachedWhatWasAsked =>
        !Plan.HasErrors
        && !Findings.Any(finding => finding.Severity == FindingSeverity.Error)
        && !IsPartial
        && NotSnapshotted.Count == 0
        && !NotConsistent.Any();

    /// <summary>
    /// The part of a report that is about some machines of its plan, so that each can have an archive of its own though all
    /// were frozen together.
    /// </summary>
    /// <param name="roots">The machines, see <see cref="BackupPlan.For"/>.</param>
    /// <exception cref="ArgumentException">The plan does not hold the object of an id.</exception>
    public BackupReport For(params IEnumerable<ResourceId> roots)
    {
        var plan = Plan.For(roots);
        var guests = PlannedGuest.GuestsOf(plan).ToHashSet();
        var volumes = plan.Volumes.ToHashSet();

        return this with
        {
            Plan = plan,
            Archive = null,
            Verdicts = [.. Verdicts.Where(verdict => guests.Contains(verdict.Guest))],
            Points = [.. Points.Where(point => plan.Graph.FindResource(point.Machine) is not null)],
            Snapshots = Snapshots is null ? null : [.. Snapshots.Where(time => volumes.Contains(time.Claim))],
        };
    }
}
