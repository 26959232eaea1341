using System.Collections.Concurrent;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Looks at restored objects until they are what they should be, or time is over.</summary>
internal sealed class ReadinessCheck(ClusterConnection connection, ClusterDiscovery discovery, TimeProvider time)
{
    private readonly ObjectWriter _reader = new(connection, discovery, "", dryRun: true);
    private readonly ConcurrentDictionary<string, bool> _waitsForConsumer = new(StringComparer.Ordinal);

    /// <summary>
    /// What is not ready when all are, when there is no hope, or when time is over, which a look under way ends with.
    /// Without any time, there is one look, however long it takes. A claim that waits for its first consumer is as
    /// ready as it can be.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> WaitAsync(
        IEnumerable<Resource> restored,
        WaitOptions wait,
        CancellationToken cancellationToken
    )
    {
        using var limit = wait.Begin(time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var looks = restored
            .Select(resource => new Look(resource, ReadyState.Unseen, Readiness.Unseen(resource.Id)))
            .ToArray();
        try
        {
            while (true)
            {
                await LookAsync(looks, either.Token).ConfigureAwait(false);
                if (
                    wait.IsOneLook
                    || looks.All(look => look.IsDone)
                    || looks.Any(look => look.State is ReadyState.Failed or ReadyState.Hidden)
                )
                    break;
                await Task.Delay(wait.PollInterval, time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is over: what was seen last is what there is to say.
        }

        return [.. looks.Where(look => !look.IsDone).Select(look => look.Problem).Distinct()];
    }

    /// <summary>Looks again at what is not done yet.</summary>
    private async Task LookAsync(Look[] looks, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = connection.Options.Parallelism,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForAsync(0, looks.Length, options, async (i, token) =>
            {
                if (!looks[i].IsDone)
                    looks[i] = await LookAsync(looks[i].Restored, token).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
    }

    /// <summary>A server that fails for now may tell at the next look; one that refuses will not.</summary>
    private async Task<Look> LookAsync(Resource restored, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(restored, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            return new Look(
                restored,
                e.IsTransient ? ReadyState.Unseen : ReadyState.Hidden,
                Readiness.Unread(restored.Id, e)
            );
        }
    }

    private async Task<Look> ReadAsync(Resource restored, CancellationToken cancellationToken)
    {
        var now = await _reader.FindAsync(restored.Id, restored.ApiVersion, cancellationToken).ConfigureAwait(false);
        var state = Readiness.StateOf(
            now,
            now is not null && await WaitsForConsumerAsync(now, cancellationToken).ConfigureAwait(false)
        );
        return state == ReadyState.Ready && restored.Id.Kind == Kinds.DataVolume
            ? await LookAtClaimAsync(restored, cancellationToken).ConfigureAwait(false)
            : new Look(restored, state, Readiness.Problem(restored.Id, now));
    }

    /// <summary>
    /// A DataVolume that succeeded says nothing of its claim, which has its name and may be in no archive.
    /// </summary>
    private async Task<Look> LookAtClaimAsync(Resource volume, CancellationToken cancellationToken)
    {
        var id = volume.Id.WithKind(Kinds.PersistentVolumeClaim);
        var claim = await _reader.FindAsync(id, "v1", cancellationToken).ConfigureAwait(false);
        return new Look(
            volume,
            Readiness.StateOf(
                claim,
                claim is not null && await WaitsForConsumerAsync(claim, cancellationToken).ConfigureAwait(false)
            ),
            Readiness.Problem(id, claim)
        );
    }

    /// <summary>
    /// By the claim's class. One that may not be read, or is not there, is taken to bind at once, as is the default.
    /// </summary>
    private async Task<bool> WaitsForConsumerAsync(Resource claim, CancellationToken cancellationToken)
    {
        if (
            claim.Id.Kind != Kinds.PersistentVolumeClaim
            || claim.StringAt("/status/phase") != "Pending"
            || claim.StringAt("/spec/storageClassName") is not { } name
            || !ResourceId.IsName(name)
        )
            return false;
        if (_waitsForConsumer.TryGetValue(name, out var known))
            return known;
        try
        {
            var found = await _reader
                .FindAsync(new ResourceId(Kinds.StorageClass, null, name), "storage.k8s.io/v1", cancellationToken)
                .ConfigureAwait(false);
            return _waitsForConsumer[name] = found?.StringAt("/volumeBindingMode") == "WaitForFirstConsumer";
        }
        catch (ClusterException e) when (e.StatusCode == System.Net.HttpStatusCode.Forbidden)
        {
            return _waitsForConsumer[name] = false;
        }
    }

    /// <summary>One object as it was seen last, and what to say of it where it is not done.</summary>
    private readonly record struct Look(Resource Restored, ReadyState State, Finding Problem)
    {
        public bool IsDone => State is ReadyState.Ready or ReadyState.WaitsForConsumer;
    }
}
