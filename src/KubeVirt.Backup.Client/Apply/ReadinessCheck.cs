using System.Collections.Concurrent;
using System.Net;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Reads restored objects until they are what they should be, or time is over.</summary>
internal sealed class ReadinessCheck(ClusterConnection connection, ClusterDiscovery discovery, TimeProvider time)
{
    private readonly ObjectWriter _reader = new(connection, discovery, "", dryRun: true);

    /// <summary>Whether claims of a StorageClass wait for their first consumer, by its name.</summary>
    private readonly ConcurrentDictionary<string, bool> _waitsForConsumer = new(StringComparer.Ordinal);

    /// <summary>
    /// Waits until all objects are ready at once or have failed for good, or time is over, and returns what is not ready
    /// then. A claim that waits for its first consumer is as ready as it can be. What was ready in an earlier look
    /// is looked at again when the last object has become so: it may be gone by then.
    /// </summary>
    /// <param name="restored">The objects, of kinds that <see cref="Readiness"/> knows.</param>
    /// <param name="wait">
    /// How long. A read that is under way at the end is cut off. With a limit of zero each object is read once, however
    /// long that takes.
    /// </param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<IReadOnlyList<Finding>> WaitAsync(
        IEnumerable<Resource> restored,
        WaitOptions wait,
        CancellationToken cancellationToken
    )
    {
        using var limit = wait.Begin(time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var progress = restored.Select(Unread).ToArray();
        try
        {
            var isLastLook = true;
            while (true)
            {
                await ReadAsync(progress, isLastLook, either.Token).ConfigureAwait(false);
                var areSettled = progress.All(one => one.IsDone || one.IsHopeless);
                if (wait.IsOneRead || (areSettled && isLastLook))
                    break;

                // What was ready first may be gone or lost by the time at which the last one is.
                isLastLook = areSettled;
                if (isLastLook)
                    Forget(progress);
                else
                    await Task.Delay(wait.PollInterval, time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is over: what was read last is reported.
        }

        return [.. progress.Where(one => !one.IsDone).Select(one => one.Problem).Distinct()];
    }

    /// <summary>Forgets what was read: if the time ends before the last look does, nothing is known of now.</summary>
    private static void Forget(Progress[] progress)
    {
        foreach (var (i, one) in progress.Index())
            progress[i] = Unread(one.Restored);
    }

    private static Progress Unread(Resource restored) =>
        new(restored, ReadyState.NotRead, Readiness.NotRead(restored.Id));

    /// <summary>Reads again what is not done yet, or everything.</summary>
    private Task ReadAsync(Progress[] progress, bool readsAll, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, progress.Length, connection.ParallelObjects(cancellationToken), async (i, token) =>
        {
            if (readsAll || !(progress[i].IsDone || progress[i].IsHopeless))
                progress[i] = await ReadAsync(progress[i].Restored, token).ConfigureAwait(false);
        });

    private async Task<Progress> ReadAsync(Resource restored, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(restored, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            // A server that fails for now may answer the next time; one that refuses will not.
            var state = e.IsTransient ? ReadyState.NotRead : ReadyState.Refused;
            return new Progress(restored, state, Readiness.ReadFailed(restored.Id, e));
        }
    }

    private async Task<Progress> ReadOnceAsync(Resource restored, CancellationToken cancellationToken)
    {
        var id = restored.Id;
        var now = await _reader.FindAsync(id, restored.ApiVersion, cancellationToken).ConfigureAwait(false);
        var state = await StateOfAsync(now, cancellationToken).ConfigureAwait(false);
        if (state != ReadyState.Ready || id.Kind != Kinds.DataVolume)
            return new Progress(restored, state, Readiness.Problem(id, now));

        // A DataVolume that succeeded says nothing of its claim, which has its name and may be in no archive.
        var claimId = id.WithKind(Kinds.PersistentVolumeClaim);
        var claim = await _reader.FindAsync(claimId, "v1", cancellationToken).ConfigureAwait(false);
        var claimState = await StateOfAsync(claim, cancellationToken).ConfigureAwait(false);
        return new Progress(restored, claimState, Readiness.Problem(claimId, claim));
    }

    private async Task<ReadyState> StateOfAsync(Resource? now, CancellationToken cancellationToken)
    {
        var waitsForConsumer =
            now is not null && await WaitsForConsumerAsync(now, cancellationToken).ConfigureAwait(false);
        return Readiness.StateOf(now, waitsForConsumer);
    }

    /// <summary>
    /// Whether an object is a pending claim whose StorageClass binds it to its first consumer. A class that may not be
    /// read, or is not there, is taken to bind at once, as is the default.
    /// </summary>
    private async Task<bool> WaitsForConsumerAsync(Resource claim, CancellationToken cancellationToken)
    {
        if (claim.Id.Kind != Kinds.PersistentVolumeClaim || claim.StringAt("/status/phase") != "Pending")
            return false;
        if (claim.StringAt("/spec/storageClassName") is not { } name || !ResourceId.IsName(name))
            return false;
        if (_waitsForConsumer.TryGetValue(name, out var known))
            return known;

        var waits = await BindsToFirstConsumerAsync(name, cancellationToken).ConfigureAwait(false);
        _waitsForConsumer[name] = waits;
        return waits;
    }

    private async Task<bool> BindsToFirstConsumerAsync(string storageClass, CancellationToken cancellationToken)
    {
        try
        {
            var id = new ResourceId(Kinds.StorageClass, null, storageClass);
            var found = await _reader.FindAsync(id, "storage.k8s.io/v1", cancellationToken).ConfigureAwait(false);
            return found?.StringAt("/volumeBindingMode") == "WaitForFirstConsumer";
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return false;
        }
    }

    /// <summary>One object as it was read last.</summary>
    /// <param name="Restored">The object as it was restored.</param>
    /// <param name="State">How far it is.</param>
    /// <param name="Problem">What is reported where it is not done.</param>
    private readonly record struct Progress(Resource Restored, ReadyState State, Finding Problem)
    {
        /// <summary>Whether it is as ready as it can be.</summary>
        public bool IsDone => State is ReadyState.Ready or ReadyState.WaitsForConsumer;

        /// <summary>Whether waiting longer changes nothing.</summary>
        public bool IsHopeless => State is ReadyState.Failed or ReadyState.Refused;
    }
}
