using System.Collections.Concurrent;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Client;

/// <summary>A cluster that can fail, and the clock that it runs by.</summary>
internal sealed record FaultWorld(TestCluster Cluster, TimeProvider Time);

/// <summary>Worlds that one seed leaves clean for the next: to start one takes longer than to use it.</summary>
internal sealed class FaultWorlds : IAsyncDisposable
{
    // A real request takes a second of this time or less, and the longest run half a minute.
    private const double Speed = 250;

    private readonly ConcurrentBag<FaultWorld> _idle = [];

    public async Task<FaultWorld> TakeAsync()
    {
        if (_idle.TryTake(out var idle))
            return idle;

        var time = new FastTime(Speed);
        return new FaultWorld(await TestCluster.StartAsync([], time), time);
    }

    public void Return(FaultWorld world) => _idle.Add(world);

    public async ValueTask DisposeAsync()
    {
        foreach (var world in _idle)
            await world.Cluster.DisposeAsync();
    }
}
