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
        if (demands.Count == 0)
            return graph;

        var machines = demands.Select(edge => edge.From).ToHashSet();

        return GraphEdit.Replace(graph, edge => machines.Contains(edge.From) && BackendStorage.IsState(edge), demands);
    }

    /// <summary>
    /// The references that a machine gets by its preference, in place of those that merely look for a claim.
    /// </summary>
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
        if (known.Count > 0)
            return known.Select(edge => new ResourceEdge(machine.Id, edge.To, reference));

        var name = reference.Target.FallbackName!;
        var missing = new ResourceId(Kinds.PersistentVolumeClaim, machine.Id.Namespace, name);

        return [new ResourceEdge(machine.Id, missing, reference)];
    }

    /// <summary>
    /// Whether the preference gives the machine persistent state that it does not decide over itself.
    /// </summary>
    private static bool IsDemanded(ResourceGraph graph, Resource machine, MachinePreference preference)
    {
        var mayHaveTpm = !Has(machine, "/devices/tpm");
        var mayBootByEfi = !Has(machine, "/firmware/bootloader/efi") && !Has(machine, "/firmware/bootloader/bios");
        if (preference.Spec is not { } spec)
            return (mayHaveTpm || mayBootByEfi) && GuestHasState(graph, machine.Id);

        var tpm = JsonMembers.Find(JsonMembers.Find(spec, "devices"), "preferredTPM");
        var isTpmDisabled = JsonMembers.Find(tpm, "enabled") is { ValueKind: JsonValueKind.False };
        if (mayHaveTpm && JsonMembers.IsTrue(tpm, "persistent") && !isTpmDisabled)
            return true;

        var firmware = JsonMembers.Find(spec, "firmware");
        var prefersEfi = !JsonMembers.IsTrue(firmware, "preferredUseBios");

        return mayBootByEfi
            && prefersEfi
            && JsonMembers.IsTrue(JsonMembers.Find(firmware, "preferredEfi"), "persistent");
    }

    /// <summary>Whether the guest, to which the preference was applied, keeps state.</summary>
    private static bool GuestHasState(ResourceGraph graph, ResourceId machine) =>
        graph
            .EdgesFrom(machine.WithKind(Kinds.VirtualMachineInstance))
            .Any(edge => BackendStorage.IsState(edge) && edge.Path.StartsWith("/spec/", StringComparison.Ordinal));

    /// <summary>Whether the machine names a device itself, even as an empty object.</summary>
    private static bool Has(Resource machine, string device) =>
        machine.At(Domain + device) is { ValueKind: not JsonValueKind.Null };
}
