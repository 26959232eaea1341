using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>One kind of objects that make KubeVirt act, as values of one type.</summary>
/// <param name="objects">Creates, reads and deletes them.</param>
/// <param name="kind">The kind.</param>
/// <param name="findingId">The id of what is reported when one comes to nothing.</param>
/// <param name="lookAt">What to look at then.</param>
/// <param name="read">What an object says.</param>
/// <param name="failure">Why it has come to nothing for good; nothing where it has not.</param>
internal sealed class ActionClient<T>(
    ActionObjects objects,
    GroupKind kind,
    string findingId,
    string lookAt,
    Func<Resource, T> read,
    Func<T, string?> failure
)
    where T : ActionState
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    public async Task<T> CreateAsync(
        string? ns,
        string name,
        IReadOnlyDictionary<string, string>? labels,
        JsonObject spec,
        CancellationToken cancellationToken
    )
    {
        if (ns is null || !DnsNames.IsSubdomain(name))
            throw new ArgumentException(
                $"'{name}' in namespace '{ns}' cannot be the name of a {kind.Kind}: lower-case letters, digits, '-' and '.' can.",
                nameof(name)
            );
        return See(
            await objects
                .CreateAsync(
                    new ResourceId(kind, ns, name),
                    Guid.NewGuid().ToString(),
                    labels ?? NoLabels,
                    spec,
                    cancellationToken
                )
                .ConfigureAwait(false)
        );
    }

    public async Task<T?> FindAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (id.Kind != kind || id.Namespace is null)
            throw new ArgumentException($"{id} is no {kind}.", nameof(id));
        return await objects.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found ? See(found) : null;
    }

    /// <summary>
    /// Waits until it is done or has come to nothing; one that is not done in time, or is deleted meanwhile, has a
    /// problem then.
    /// </summary>
    public async Task<T> WaitAsync(
        T state,
        Func<T, bool> isDone,
        WaitOptions? wait,
        IProgress<T>? progress,
        CancellationToken cancellationToken
    )
    {
        bool IsPending(T seen) => seen.Problem is null && !isDone(seen);
        if (!IsPending(state))
            return state;
        var last = await objects
            .PollAsync(state, seen => !IsPending(seen), LookAsync, wait, progress, cancellationToken)
            .ConfigureAwait(false);
        return IsPending(last) ? Fail(last, "it was not done in time.") : last;
    }

    public Task DeleteAsync(T state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        return objects.DeleteAsync(state.Id, state.Uid, cancellationToken);
    }

    private async Task<T> LookAsync(T state, CancellationToken cancellationToken)
    {
        try
        {
            var now = await objects.FindAsync(state.Id, cancellationToken).ConfigureAwait(false);
            return now is not null && ActionState.UidOf(now) == state.Uid
                ? See(now)
                : Fail(state, "somebody deleted it.");
        }
        catch (ClusterException e)
        {
            return e.IsTransient ? With(state, e.Message, null) : Fail(state, e.Message);
        }
    }

    private T See(Resource resource)
    {
        var state = read(resource);
        return failure(state) is { } why ? Fail(state, why) : state;
    }

    private T Fail(T state, string why) =>
        With(
            state,
            state.Error,
            new Finding(
                findingId,
                FindingSeverity.Error,
                state.Id,
                null,
                $"It came to nothing: {why}{state.LastWords} Look at {lookAt}."
            )
        );

    // A copy of a record is of the record's own type.
    private static T With(ActionState state, string? error, Finding? problem) =>
        (T)(state with { Error = error, Problem = problem });
}
