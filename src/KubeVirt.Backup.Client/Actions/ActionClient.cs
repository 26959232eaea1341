using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>
/// What the clients of all kinds of actions have in common: objects that make a controller of KubeVirt or of the
/// storage act, such as a VirtualMachineSnapshot. Each is created once, read until the controller is done, and deleted.
/// </summary>
/// <typeparam name="T">One object as it was read last.</typeparam>
/// <remarks>
/// Safe for use from several threads. How the cluster serves the kind is asked once for each client and remembered.
/// </remarks>
public abstract class ActionClient<T>
    where T : ActionState
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();
    private readonly ActionKind _kind;

    private protected ActionClient(IKubernetes client, ClusterOptions? options, TimeProvider? time, ActionKind kind)
    {
        Objects = new ActionObjects(client, options, time);
        _kind = kind;
    }

    /// <summary>Creates, reads and deletes the objects.</summary>
    private protected ActionObjects Objects { get; }

    /// <summary>Reads an object as it is now.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The object; <see langword="null"/> where there is none of that id.</returns>
    /// <exception cref="ArgumentException">The id is of another kind.</exception>
    /// <exception cref="ClusterException">
    /// The object cannot be read, or the cluster does not serve its kind.
    /// </exception>
    public async Task<T?> FindAsync(ResourceId id, CancellationToken cancellationToken = default)
    {
        if (id.Kind != _kind.Kind || id.Namespace is null)
            throw new ArgumentException($"{id} is no {_kind.Kind}.", nameof(id));

        var found = await Objects.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return found is null ? null : ToState(found);
    }

    /// <summary>
    /// Deletes an object. Returns when the server has accepted that: finalizers may keep the object for a while. One
    /// that is gone already, or whose name another object has now, is no error.
    /// </summary>
    /// <remarks>
    /// This is also how an action is stopped that nobody waits for any longer: a wait that is over, or was cancelled,
    /// stops nothing. What was done by then stays.
    /// </remarks>
    /// <param name="action">The object, as it was created or read. Its UID decides which one is deleted.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; the object may be deleted all the same.</param>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(T action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Objects.DeleteAsync(action.Id, action.Uid, cancellationToken);
    }

    /// <summary>What an object of the kind holds.</summary>
    private protected abstract T Read(Resource resource);

    /// <summary>Why an object has failed for good, as a sentence; <see langword="null"/> where it has not.</summary>
    private protected virtual string? FailureOf(T state) => null;

    /// <summary>Creates an object, once: what an earlier try created whose answer was lost is taken for it.</summary>
    private protected async Task<T> CreateAsync(
        string? namespaceName,
        string name,
        IReadOnlyDictionary<string, string>? labels,
        JsonObject spec,
        CancellationToken cancellationToken
    )
    {
        if (namespaceName is null || !DnsNames.IsSubdomain(name))
        {
            throw new ArgumentException(
                $"'{name}' in namespace '{namespaceName}' cannot be the name of a {_kind.Kind.Kind}: "
                    + "lower-case letters, digits, '-' and '.' can.",
                nameof(name)
            );
        }

        var created = await Objects
            .CreateAsync(
                new ResourceId(_kind.Kind, namespaceName, name),
                Guid.NewGuid().ToString(),
                labels ?? NoLabels,
                spec,
                cancellationToken
            )
            .ConfigureAwait(false);

        return ToState(created);
    }

    /// <summary>
    /// Waits until an object is done or has failed. One that is not done in time, or is deleted meanwhile, has a
    /// problem then.
    /// </summary>
    private protected async Task<T> WaitUntilAsync(
        T state,
        Func<T, bool> isDone,
        WaitOptions? wait,
        IProgress<T>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(state);
        bool IsPending(T seen) => seen.Problem is null && !isDone(seen);
        if (!IsPending(state))
            return state;

        var last = await Objects
            .PollAsync(state, seen => !IsPending(seen), ReadAgainAsync, wait, progress, cancellationToken)
            .ConfigureAwait(false);

        return IsPending(last) ? WithoutEnd(last, "it was not done in time.") : last;
    }

    private async Task<T> ReadAgainAsync(T state, CancellationToken cancellationToken)
    {
        try
        {
            var now = await Objects.FindAsync(state.Id, cancellationToken).ConfigureAwait(false);
            // Another object of the same name is not the one that is waited for.
            return now is not null && ActionState.UidOf(now) == state.Uid
                ? ToState(now)
                : WithProblem(state, "somebody deleted it.");
        }
        catch (ClusterException e)
        {
            return e.IsTransient ? With(state, e.Message, null) : WithoutEnd(state, e.Message);
        }
    }

    private T ToState(Resource resource)
    {
        var state = Read(resource);
        return FailureOf(state) is { } why ? WithProblem(state, why) : state;
    }

    /// <summary>The object with the problem that its controller gave up, or that it is gone.</summary>
    private T WithProblem(T state, string why) =>
        WithMessage(
            state,
            $"The {_kind.Kind.Kind} failed: {why}{state.LastStatus} Look at {_kind.LookAtFor(state.Id)}."
        );

    /// <summary>
    /// The object with the problem that its end was not seen. Nothing ended by that, so the message says what may still
    /// happen and how to stop it.
    /// </summary>
    private T WithoutEnd(T state, string why)
    {
        var kind = _kind.Kind.Kind;
        var problem = $"What becomes of the {kind} is not known: {why}{state.LastStatus}";
        return WithMessage(state, $"{problem} {_kind.GoesOn} Look at {_kind.LookAtFor(state.Id)}.");
    }

    private T WithMessage(T state, string message)
    {
        var problem = new Finding(_kind.FindingId, FindingSeverity.Error, state.Id, null, message);
        return With(state, state.Error, problem);
    }

    // A copy of a record is of the record's own type.
    private static T With(ActionState state, string? error, Finding? problem) =>
        (T)(state with { Error = error, Problem = problem });
}
