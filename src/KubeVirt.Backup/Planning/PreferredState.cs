using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Machines whose spec shows no persistent TPM or EFI variables, and that get them from their preference.
/// </summary>
/// <remarks>
/// KubeVirt applies a preference to the guest alone. Sources: pkg/instancetype/preference/apply/device.go and
/// firmware.go, by which a TPM or a boot loader that the machine names itself wins, even an empty one; pkg/tpm/tpm.go;
/// pkg/storage/backend-storage/backend-storage.go.
/// </remarks>
internal static class PreferredState
{
    private const string Domain = "/spec/template/spec/domain";

    /// <summary>The graph in which such machines need the claim with their state.</summary>
    public static ResourceGraph Require(ResourceGraph graph)
    {
        var demands = graph
            .Nodes.Where(node => node.State == NodeState.Observed && node.Id.Kind == Kinds.VirtualMachine)
            .SelectMany(node => Demands(graph, node.Resource!))
            .ToList();
        var machines = demands.Select(edge => edge.From).ToHashSet();
        return demands.Count == 0
            ? graph
            : GraphEdit.Replace(graph, edge => machines.Contains(edge.From) && BackendStorage.IsState(edge), demands);
    }

    private static IEnumerable<ResourceEdge> Demands(ResourceGraph graph, Resource machine)
    {
        if (MachinePreference.Of(graph, machine) is not { } preference || !IsDemanded(graph, machine, preference))
            return [];
        var known = graph.EdgesFrom(machine.Id).Where(BackendStorage.IsState).ToList();
        // The machine asks for it itself.
        if (known.Any(edge => edge.Reference.Requirement != Requirement.WhenPresent))
            return [];
        var hasState = machine.StringAt("/metadata/uid") is not null;
        var reference = BackendStorage.Of(
            machine.Id,
            preference.Path,
            hasState ? Requirement.Required : Requirement.Optional,
            $"persistent TPM or EFI variables, by {preference.Holder}"
        );
        var claims =
            known.Count > 0
                ? known.Select(edge => edge.To)
                : [new ResourceId(Kinds.PersistentVolumeClaim, machine.Id.Namespace, reference.Target.FallbackName!)];
        return claims.Select(claim => new ResourceEdge(machine.Id, claim, reference));
    }

    private static bool IsDemanded(ResourceGraph graph, Resource machine, MachinePreference preference)
    {
        var mayHaveTpm = !Has(machine, "/devices/tpm");
        var mayBootByEfi = !Has(machine, "/firmware/bootloader/efi") && !Has(machine, "/firmware/bootloader/bios");
        if (preference.Spec is not { } spec)
            return (mayHaveTpm || mayBootByEfi) && GuestHasState(graph, machine.Id);
        var tpm = At(spec, "devices", "preferredTPM");
        var firmware = At(spec, "firmware");
        return (mayHaveTpm && IsTrue(tpm, "persistent") && At(tpm, "enabled") is not { ValueKind: JsonValueKind.False })
            || (
                mayBootByEfi
                && IsTrue(At(firmware, "preferredEfi"), "persistent")
                && !IsTrue(firmware, "preferredUseBios")
            );
    }

    /// <summary>Whether the guest, to which the preference was applied, keeps state.</summary>
    private static bool GuestHasState(ResourceGraph graph, ResourceId machine) =>
        graph
            .EdgesFrom(machine.WithKind(Kinds.VirtualMachineInstance))
            .Any(edge => BackendStorage.IsState(edge) && edge.Path.StartsWith("/spec/", StringComparison.Ordinal));

    private static bool Has(Resource machine, string device) =>
        machine.At(Domain + device) is { ValueKind: not JsonValueKind.Null };

    private static bool IsTrue(JsonElement? holder, string name) =>
        At(holder, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? At(JsonElement? holder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            holder =
                holder is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member)
                    ? member
                    : (JsonElement?)null;
        return holder;
    }
}
