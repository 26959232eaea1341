using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Which guests a freeze is tried on, and what is known beforehand of how it will end.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/rest/lifecycle.go and pkg/virt-launcher/virtwrap/storage/fsfreeze.go: a guest must
/// run, not be paused, and have an agent.
/// </remarks>
internal sealed class FreezableGuests
{
    private const string Migration = "/status/migrationState";
    private readonly List<ResourceId> _guests = [];
    private readonly List<Finding> _findings = [];

    private FreezableGuests() { }

    /// <summary>The VirtualMachineInstances that run, in the order of the graph.</summary>
    public IReadOnlyList<ResourceId> Guests => _guests;

    /// <summary>Why some of them cannot be frozen.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Looks at every guest of a graph.</summary>
    public static FreezableGuests Of(ResourceGraph graph)
    {
        var found = new FreezableGuests();
        foreach (var node in graph.Nodes)
        {
            if (node.Id.Kind == Kinds.VirtualMachineInstance && node.State == NodeState.Observed)
                found.Look(node.Resource!);
        }

        return found;
    }

    private void Look(Resource guest)
    {
        var runs = guest.StringAt("/status/phase") == "Running";
        if (!runs || ResourceMetadata.IsBeingDeleted(guest))
            return;

        if (StatusConditions.IsTrue(guest, "Paused"))
        {
            Report(
                guest,
                FindingIds.GuestPaused,
                StatusConditions.Path,
                "The guest is paused, so it cannot be frozen. It writes nothing meanwhile, and a snapshot is "
                    + "crash-consistent."
            );
            return;
        }

        _guests.Add(guest.Id);
        ReportRefusals(guest);
    }

    /// <summary>Reports why KubeVirt will refuse to freeze a guest that runs.</summary>
    private void ReportRefusals(Resource guest)
    {
        if (IsMigrating(guest))
        {
            Report(
                guest,
                FindingIds.GuestMigrating,
                Migration,
                "The guest is being migrated, and KubeVirt freezes none meanwhile. Wait for the end of the migration, "
                    + "or snapshots are crash-consistent."
            );
        }

        if (!StatusConditions.IsTrue(guest, "AgentConnected"))
        {
            Report(
                guest,
                FindingIds.NoGuestAgent,
                StatusConditions.Path,
                "No guest agent is connected, so a freeze will be refused and snapshots are crash-consistent. Install "
                    + "qemu-guest-agent for more."
            );
        }
    }

    private void Report(Resource guest, string id, string path, string message) =>
        _findings.Add(new Finding(id, FindingSeverity.Info, guest.Id, path, message));

    private static bool IsMigrating(Resource guest) =>
        guest.At(Migration) is { ValueKind: JsonValueKind.Object }
        && guest.At(Migration + "/completed") is not { ValueKind: JsonValueKind.True }
        && guest.At(Migration + "/endTimestamp") is null;
}
