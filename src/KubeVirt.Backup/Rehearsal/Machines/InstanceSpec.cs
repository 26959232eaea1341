using System.Globalization;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What instancetypes, preferences and defaults make of the spec of an instance, as far as it is told.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/apply/cpu.go and memory.go, pkg/instancetype/preference/apply/firmware.go and
/// device.go, pkg/defaults/defaults.go.
/// </remarks>
internal static class InstanceSpec
{
    private const string Cpu = "/domain/cpu";
    private const string Guest = "/domain/memory/guest";
    private const string Tpm = "/domain/devices/tpm";
    private const string Efi = "/domain/firmware/bootloader/efi";

    private static readonly string[] Parts = ["cores", "sockets", "threads"];

    // Which part of the topology takes the guest's processors; what is spread is not counted here.
    private static readonly Dictionary<string, string> Topologies = new(StringComparer.Ordinal)
    {
        ["cores"] = "cores",
        ["preferCores"] = "cores",
        ["threads"] = "threads",
        ["preferThreads"] = "threads",
    };

    /// <summary>Puts instancetype and preference into a spec; what the spec says itself is kept.</summary>
    public static void Apply(JsonObject spec, JsonObject? instancetype, JsonObject? preference)
    {
        if (instancetype is not null)
        {
            SetTopology(spec, NodePointer.Find(instancetype, "/cpu/guest"), preference);
            if (NodePointer.Find(instancetype, "/memory/guest") is { } memory)
                NodePointer.Set(spec, Guest, memory.DeepClone());
        }

        if (preference is null)
            return;

        if (NodePointer.Find(spec, Tpm) is null && NodePointer.Find(preference, "/devices/preferredTPM") is { } tpm)
            NodePointer.Set(spec, Tpm, tpm.DeepClone());
        if (
            NodePointer.Find(spec, "/domain/firmware/bootloader") is null
            && NodePointer.Find(preference, "/firmware/preferredEfi") is { } efi
        )
            NodePointer.Set(spec, Efi, efi.DeepClone());
    }

    /// <summary>One socket, one core, one thread, unless the spec says otherwise.</summary>
    public static void SetDefaults(JsonObject spec)
    {
        var isGiven = Parts.Any(part => NodePointer.Find(spec, $"{Cpu}/{part}") is not null);
        var asked = NodePointer.Find(spec, "/domain/resources/limits/cpu")
            ?? NodePointer.Find(spec, "/domain/resources/requests/cpu");
        var sockets = isGiven || Quantity.Bytes(asked) is not { } count ? 1 : (int)count;
        SetIfAbsent(spec, "cores", 1);
        SetIfAbsent(spec, "sockets", sockets);
        SetIfAbsent(spec, "threads", 1);
        if (
            NodePointer.Find(spec, Guest) is null
            && NodePointer.Find(spec, "/domain/resources/requests/memory") is { } memory
        )
            NodePointer.Set(spec, Guest, memory.DeepClone());
    }

    /// <summary>
    /// Whether an instance keeps state of its own, a TPM's or that of its firmware (IsBackendStorageNeeded).
    /// </summary>
    public static bool KeepsState(WorldObject instance)
    {
        var isTpmOff =
            instance.At($"/spec{Tpm}/enabled") is JsonValue value
            && value.TryGetValue<bool>(out var enabled)
            && !enabled;

        return (instance.IsTrue($"/spec{Tpm}/persistent") && !isTpmOff) || instance.IsTrue($"/spec{Efi}/persistent");
    }

    private static void SetTopology(JsonObject spec, JsonNode? guest, JsonObject? preference)
    {
        if (
            guest is not JsonValue value
            || !int.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        )
            return;

        var wish = preference is null
            ? null
            : WorldObject.TextOf(NodePointer.Find(preference, "/cpu/preferredCPUTopology"));
        var part = Topologies.GetValueOrDefault(wish ?? "", "sockets");
        foreach (var name in Parts)
            NodePointer.Set(spec, $"{Cpu}/{name}", name == part ? count : 1);
    }

    private static void SetIfAbsent(JsonObject spec, string part, int value)
    {
        if (NodePointer.Find(spec, $"{Cpu}/{part}") is null)
            NodePointer.Set(spec, $"{Cpu}/{part}", value);
    }
}
