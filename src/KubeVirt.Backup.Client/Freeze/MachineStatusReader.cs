using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads what the server counts of a VirtualMachine.</summary>
internal static class MachineStatusReader
{
    /// <summary>The machine's status. What is absent or of another type reads as nothing.</summary>
    public static MachineStatus Read(Resource machine) =>
        new()
        {
            Uid = machine.StringAt("/metadata/uid") ?? "",
            ResourceVersion = machine.StringAt("/metadata/resourceVersion") ?? "",
            Generation =
                machine.At("/metadata/generation") is { ValueKind: JsonValueKind.Number } generation
                && generation.TryGetInt64(out var number)
                    ? number
                    : null,
            RunStrategy = machine.StringAt("/spec/runStrategy") ?? ByOldField(machine),
            HasStateChangeRequests = StatusReader.Objects(machine, "/status/stateChangeRequests").Any(),
            IsCreated = StatusReader.IsTrue(machine, "/status/created"),
        };

    private static string? ByOldField(Resource machine) =>
        machine.At("/spec/running")?.ValueKind switch
        {
            JsonValueKind.True => "Always",
            JsonValueKind.False => "Halted",
            _ => null,
        };
}
