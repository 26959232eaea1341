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

    /// <summary>What is not ready when all are, when there is no hope, or when time is over. A claim that waits for its first consumer is as ready as it can be.</summary>
    public async Task<IReadOnlyList<Finding>> WaitAsync(IEnumerable<Resource> restored, WaitOptions wait, CancellationToken cancellationToken)
    {
        var (pending, problems, start) = (restored.ToList(), new List<Finding>(), time.GetTimestamp());
        while (true)
        {
            var seen = await LookAsync(pending, cancellationToken).ConfigureAwait(false);
            problems.AddRange(seen.Where(look => look.State == ReadyState.Failed).Select(look => Readiness.Problem(look.Id, look.Now)));
            pending = [.. seen.Where(look => look.State == ReadyState.Pending).Select(look => look.Restored)];
            var left = wait.Limit - time.GetElapsedTime(start);
            if (pending.Count == 0 || problems.Count > 0 || left <= TimeSpan.Zero)
                return [.. problems.Concat(seen.Where(look => look.State == ReadyState.Pending).Select(look => Readiness.Problem(look.Id, look.Now))).Distinct()];
            await Task.Delay(left < wait.PollInterval ? left : wait.PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Look[]> LookAsync(List<Resource> restored, CancellationToken cancellationToken)
    {
        var looks = new Look[restored.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = connection.Options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, looks.Length, options, async (i, token) =>
        {
            var now = await _reader.FindAsync(restored[i].Id, restored[i].ApiVersion, token).ConfigureAwait(false);
            var look = new Look(restored[i], restored[i].Id, now, Readiness.StateOf(now, now is not null && await WaitsForConsumerAsync(now, token).ConfigureAwait(false)));
            looks[i] = look is { State: ReadyState.Ready, Id.Kind: var kind } && kind == Kinds.DataVolume ? await LookAtClaimAsync(restored[i], token).ConfigureAwait(false) : look;
        }).ConfigureAwait(false);
        return looks;
    }

    /// <summary>A DataVolume that succeeded says nothing of its claim, which has its name and may be in no archive. One that is not there is not judged.</summary>
    private async Task<Look> LookAtClaimAsync(Resource volume, CancellationToken cancellationToken)
    {
        var id = volume.Id.WithKind(Kinds.PersistentVolumeClaim);
        return await _reader.FindAsync(id, "v1", cancellationToken).ConfigureAwait(false) is { } claim
            ? new Look(volume, id, claim, Readiness.StateOf(claim, await WaitsForConsumerAsync(claim, cancellationToken).ConfigureAwait(false)))
            : new Look(volume, volume.Id, null, ReadyState.Ready);
    }

    /// <summary>By the claim's class. One that may not be read, or is not there, is taken to bind at once, as is the default.</summary>
    private async Task<bool> WaitsForConsumerAsync(Resource claim, CancellationToken cancellationToken)
    {
        if (claim.Id.Kind != Kinds.PersistentVolumeClaim || claim.StringAt("/status/phase") != "Pending" || claim.StringAt("/spec/storageClassName") is not { } name || !ResourceId.IsName(name))
            return false;
        if (_waitsForConsumer.TryGetValue(name, out var known))
            return known;
        try
        {
            var found = await _reader.FindAsync(new ResourceId(Kinds.StorageClass, null, name), "storage.k8s.io/v1", cancellationToken).ConfigureAwait(false);
            return _waitsForConsumer[name] = found?.StringAt("/volumeBindingMode") == "WaitForFirstConsumer";
        }
        catch (ClusterException e) when (e.StatusCode == System.Net.HttpStatusCode.Forbidden)
        {
            return _waitsForConsumer[name] = false;
        }
    }

    private readonly record struct Look(Resource Restored, ResourceId Id, Resource? Now, ReadyState State);
}
