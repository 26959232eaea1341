using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads a guest's status out of its VirtualMachineInstance.</summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstanceStatus.</remarks>
internal static class GuestStatusReader
{
    /// <summary>The status of a VirtualMachineInstance. What is absent or of another type reads as nothing.</summary>
    public static GuestStatus Read(Resource guest) =>
        new()
        {
            Uid = guest.StringAt("/metadata/uid") ?? "",
            Phase = guest.StringAt("/status/phase") ?? "",
            IsTerminating = ResourceMetadata.IsBeingDeleted(guest),
            IsPaused = HasCondition(guest, "Paused"),
            HasAgent = HasCondition(guest, "AgentConnected"),
            // KubeVirt leaves the state of the last migration in place; it is over when it is completed, failed or not.
            IsMigrating =
                guest.At("/status/migrationState") is { ValueKind: JsonValueKind.Object }
                && guest.At("/status/migrationState/completed") is not { ValueKind: JsonValueKind.True },
            MigrationUid = guest.StringAt("/status/migrationState/migrationUid"),
            IsFrozen = guest.StringAt("/status/fsFreezeStatus") == "frozen",
            IsWindows = guest.StringAt("/status/guestOSInfo/id") is { Length: > 0 } os ? os == "mswindows" : null,
            NodeName = guest.StringAt("/status/nodeName"),
            ActivePods = guest.At("/status/activePods") is { ValueKind: JsonValueKind.Object } pods
                ? [.. pods.EnumerateObject().Select(pod => pod.Name).Order(StringComparer.Ordinal)]
                : [],
            Claims = AttachedClaims.Of(guest),
        };

    private static bool HasCondition(Resource guest, string type)
    {
        for (var i = 0; guest.StringAt($"/status/conditions/{i}/type") is { } found; i++)
        {
            if (found == type)
                return guest.StringAt($"/status/conditions/{i}/status") == "True";
        }

        return false;
    }
}
