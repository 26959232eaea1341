using System.Globalization;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>Takes each snapshot in the moment in which it is asked for, and notes which guests ran on meanwhile.</summary>
internal sealed class Snapshotter
{
    private readonly TestCluster _cluster;
    private readonly IReadOnlyList<ResourceId> _guests;
    private readonly List<SeenSnapshot> _seen = [];

    private Snapshotter(TestCluster cluster, IReadOnlyList<ResourceId> guests)
    {
        _cluster = cluster;
        _guests = guests;
    }

    /// <summary>What was taken so far.</summary>
    public IReadOnlyList<SeenSnapshot> Seen
    {
        get
        {
            lock (_seen)
                return [.. _seen];
        }
    }

    /// <summary>The guests that are frozen now.</summary>
    public IReadOnlyList<ResourceId> Frozen => [.. _guests.Where(guest => _cluster.Guest(guest).IsFrozen)];

    /// <summary>Works in a cluster from now on, with a class of snapshots for its storage.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="guests">The guests that run.</param>
    public static Snapshotter InstallOn(TestCluster cluster, IReadOnlyList<ResourceId> guests)
    {
        var snapshotter = new Snapshotter(cluster, guests);
        cluster.Add(PartnerObjects.SnapshotClass);
        cluster.Api.Written = snapshotter.Take;
        return snapshotter;
    }

    private void Take(ApiWrite write)
    {
        if (write is not { Before: null, After: { } asked })
            return;
        if (write.Id.Kind == Kinds.VolumeSnapshot || write.Id.Kind == Kinds.VolumeGroupSnapshot)
            Note(write.Id, [.. _guests.Except(Frozen)], """{"readyToUse":true,"creationTime":"NOW"}""");
        // KubeVirt freezes the guest itself.
        else if (write.Id.Kind == Kinds.VirtualMachineSnapshot)
            Note(write.Id, [.. _guests.Where(guest => guest.Name != SourceOf(asked))], ByKubeVirt);
    }

    private const string ByKubeVirt = """
        {"phase":"Succeeded","readyToUse":true,"creationTime":"NOW",
         "sourceIndications":[{"indication":"Online"},{"indication":"GuestAgent"}]}
        """;

    private static string? SourceOf(JsonObject snapshot) => (string?)snapshot["spec"]?["source"]?["name"];

    private void Note(ResourceId id, IReadOnlyList<ResourceId> thawed, string status)
    {
        lock (_seen)
            _seen.Add(new SeenSnapshot(id, thawed));

        var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        _cluster.SetStatus(id, status.Replace("NOW", now, StringComparison.Ordinal));
    }
}
