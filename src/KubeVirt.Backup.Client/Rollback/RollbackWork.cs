using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>What a product does in a rollback.</summary>
public sealed record RollbackWork
{
    /// <summary>
    /// Fills <see cref="RollbackDisk.Filled"/> with the data of <see cref="RollbackDisk.Archived"/>, and returns when it is
    /// written: after a refill nothing of the old data may be left. Called once for each disk, and again where it had not
    /// returned when a rollback was killed. Nothing runs on the claim meanwhile.
    /// </summary>
    public required Func<RollbackDisk, CancellationToken, Task> Fill { get; init; }

    /// <summary>
    /// Looks at the machine when it has its new volumes, and is still held; throws where it is not as it should be. Default:
    /// nothing.
    /// </summary>
    public Func<RollbackPlan, CancellationToken, Task> Verify { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether a step that fails is followed by the way back, where there is one. Default: yes.</summary>
    public bool UndoesFailures { get; init; } = true;

    /// <summary>How long to wait until the guest has stopped. Default: <see cref="WaitOptions"/> with its own defaults.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>Receives each step before it is done. Default: nobody.</summary>
    public IProgress<RollbackStepKind>? Progress { get; init; }
}
