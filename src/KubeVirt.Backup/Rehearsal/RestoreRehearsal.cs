using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Plays a restore against a model of a target cluster and its controllers, before anything is written, and tells what
/// will happen to each machine and each volume.
/// </summary>
/// <remarks>
/// The model follows the sources of Kubernetes 1.34, KubeVirt 1.9 and CDI 1.66; docs/restore/rehearsal.md lists what it knows
/// and
/// what it does not. It is pure: no network, no clock, and the same steps always give the same story.
/// </remarks>
public static class RestoreRehearsal
{
    /// <summary>Plays the sets of a restore in their order, and waits after each, as applying them does.</summary>
    /// <param name="result">What a pipeline made of a backup.</param>
    /// <param name="target">What the target is like.</param>
    /// <param name="cancellationToken">Ends the rehearsal early.</param>
    /// <exception cref="OperationCanceledException">The rehearsal was cancelled.</exception>
    public static RehearsalReport Run(
        RestoreResult result,
        RehearsalTarget target,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(result);

        return Play(StepsOf(result.Sets), target, cancellationToken);
    }

    /// <summary>Plays steps, whatever their order.</summary>
    /// <param name="steps">The steps; what a wait does not divide follows each other at once.</param>
    /// <param name="target">What the target is like.</param>
    /// <param name="cancellationToken">Ends the rehearsal early.</param>
    /// <exception cref="FormatException">A step holds no Kubernetes object.</exception>
    /// <exception cref="OperationCanceledException">The rehearsal was cancelled.</exception>
    public static RehearsalReport Play(
        IReadOnlyList<RehearsalStep> steps,
        RehearsalTarget target,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(target);
        var world = new World(target);
        var player = new Player(world, cancellationToken);
        player.Prepare(target.Existing);
        player.Play(steps);

        return RehearsalReport.Of(world, player);
    }

    /// <summary>The steps that apply sets: each object, and a wait after each set.</summary>
    /// <param name="sets">The sets, in their order.</param>
    public static IReadOnlyList<RehearsalStep> StepsOf(IEnumerable<IReadOnlyList<Resource>> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);

        return [.. sets.SelectMany(set => set.Select(RehearsalStep.Apply).Append(RehearsalStep.Wait))];
    }
}
