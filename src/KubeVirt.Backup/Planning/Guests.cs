using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Which guests can be frozen.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/rest/lifecycle.go and pkg/virt-launcher/virtwrap/storage/fsfreeze.go: a guest must
/// run, not be paused, and have an agent.
/// </remarks>
internal static class Guests
{
    private const string Migration = "/status/migrationState";

    public static (IReadOnlyList<ResourceId> Freeze, IReadOnlyList<Finding> Findings) Of(ResourceGraph graph)
    {
        var freeze = new List<ResourceId>();
        var findings = new List<Finding>();
        foreach (
            var node in graph.Nodes.Where(node =>
                node.Id.Kind == Kinds.VirtualMachineInstance && node.State == NodeState.Observed
            )
        )
        {
            var guest = node.Resource!;
            if (
                guest.StringAt("/status/phase") != "Running"
                || guest.StringAt("/metadata/deletionTimestamp") is not null
            )
                continue;
            if (HasCondition(guest, "Paused"))
            {
                findings.Add(
                    Say(
                        guest,
                        FindingIds.GuestPaused,
                        FindingSeverity.Info,
                        "The guest is paused, so it cannot be frozen; nothing is written while it is, and a snapshot is crash-consistent."
                    )
                );
                continue;
            }

            freeze.Add(guest.Id);
            if (IsMigrating(guest))
                findings.Add(
                    Say(
                        guest,
                        FindingIds.GuestMigrating,
                        FindingSeverity.Info,
                        "The guest is being migrated, and KubeVirt freezes none meanwhile. Wait for the end of the migration, or snapshots are crash-consistent."
                    ) with
                    {
                        Path = Migration,
                    }
                );
            if (!HasCondition(guest, "AgentConnected"))
                findings.Add(
                    Say(
                        guest,
                        FindingIds.NoGuestAgent,
                        FindingSeverity.Info,
                        "No guest agent is connected, so a freeze will be refused and snapshots are crash-consistent. Install qemu-guest-agent for more."
                    )
                );
        }

        return (freeze, findings);
    }

    private static bool IsMigrating(Resource guest) =>
        guest.At(Migration) is { ValueKind: JsonValueKind.Object }
        && guest.At(Migration + "/completed") is not { ValueKind: JsonValueKind.True }
        && guest.At(Migration + "/endTimestamp") is null;

    private static Finding Say(Resource guest, string id, FindingSeverity severity, string message) =>
        new(id, severity, guest.Id, "/status/conditions", message);

    private static bool HasCondition(Resource guest, string type) =>
        guest.At("/status/conditions") is { ValueKind: JsonValueKind.Array } conditions
        && conditions
            .EnumerateArray()
            .Any(condition => Text(condition, "type") == type && Text(condition, "status") == "True");

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
