using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>What the clients of actions have in common that are done at one moment, for which one can wait.</summary>
/// <typeparam name="T">One object as it was read last.</typeparam>
public abstract class CompletingActionClient<T> : ActionClient<T>
    where T : ActionState
{
    private protected CompletingActionClient(
        IKubernetes client,
        ClusterOptions? options,
        TimeProvider? time,
        ActionKind kind
    )
        : base(client, options, time, kind) { }

    /// <summary>
    /// Waits until an action is done. One that fails, is deleted meanwhile, or is not done in time, has a
    /// <see cref="ActionState.Problem"/> then, which holds what its conditions say; this does not throw for it. The end
    /// of the wait stops nothing.
    /// </summary>
    /// <param name="action">The object, as it was created or read.</param>
    /// <param name="wait">How long to wait. Default: <see cref="WaitOptions"/> with its own defaults.</param>
    /// <param name="progress">Receives the object each time it was read.</param>
    /// <param name="cancellationToken">Stops waiting; the action goes on.</param>
    /// <returns>The object as it was read last.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<T> WaitAsync(
        T action,
        WaitOptions? wait = null,
        IProgress<T>? progress = null,
        CancellationToken cancellationToken = default
    ) => WaitUntilAsync(action, IsDone, wait, progress, cancellationToken);

    /// <summary>Whether the controller has done what the object asks for.</summary>
    private protected abstract bool IsDone(T state);
}
