using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Planning;

/// <summary>The PersistentVolumeClaims that keep machines' persistent state, and what is wrong with them.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/backend-storage/backend-storage.go; pkg/virt-controller/watch/vmi/storage.go, which
/// deletes a claim that the guest does not need.
/// </remarks>
internal static class StateClaims
{
    private const string Label = BackendStorage.Label;

    /// <summary>The claims that a machine finds.</summary>
    public static IEnumerable<ResourceId> Of(ResourceGraph graph, ResourceId machine) =>
        graph
            .EdgesFrom(machine)
            .Where(edge => BackendStorage.IsState(edge) && graph.FindResource(edge.To) is not null)
            .Select(edge => edge.To);

    /// <summary>The findings on the state of all machines.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph graph) =>
        graph
            .Nodes.Where(node => node.State == NodeState.Observed && node.Id.Kind == Kinds.VirtualMachine)
            .SelectMany(machine => FindOf(graph, machine));

    private static IEnumerable<Finding> FindOf(ResourceGraph graph, ResourceNode machine)
    {
        var claims = Of(graph, machine.Id).ToList();
        if (claims.Count > 1)
            yield return Several(machine.Id, claims);
        if (claims.Count > 0 && !IsWanted(graph, machine))
            yield return Unwanted(machine.Id, claims[0]);
        if (MachinePreference.Of(graph, machine.Resource!) is { Problem: { } problem } preference)
            yield return Unreadable(machine.Id, preference.Holder, problem);
    }

    /// <summary>Several claims under one label, which KubeVirt cannot tell apart.</summary>
    private static Finding Several(ResourceId machine, IEnumerable<ResourceId> claims) =>
        new(
            FindingIds.SeveralStateClaims,
            FindingSeverity.Error,
            machine,
            "/metadata/name",
            $"Several claims are labelled as the machine's persistent state: {string.Join(", ", claims)}. "
                + "KubeVirt mounts any one of them. Keep the one that is in use."
        );

    /// <summary>A claim that KubeVirt deletes, with the data of a TPM in it.</summary>
    private static Finding Unwanted(ResourceId machine, ResourceId claim) =>
        new(
            FindingIds.UnwantedStateClaim,
            FindingSeverity.Error,
            claim,
            $"/metadata/labels/{Label}",
            $"The claim is labelled as the persistent state of {machine}, which asks for none: "
                + "KubeVirt deletes the claim when the machine starts. Remove the label, or make TPM or EFI persistent."
        );

    /// <summary>A preference of which nobody knows whether it asks for state.</summary>
    private static Finding Unreadable(ResourceId machine, ResourceId holder, string problem) =>
        new(
            FindingIds.PreferenceUnreadable,
            FindingSeverity.Error,
            holder,
            "/data",
            $"The preference of {machine} cannot be read from this revision: {problem}. "
                + "The machine will not start, and whether it keeps TPM or EFI state is not known. "
                + "Correct the data, or pin the machine to another revision."
        );

    /// <summary>
    /// Whether the machine asks for persistent state, by itself or by its preference, or a preference that is not known
    /// may, or its guest does.
    /// </summary>
    private static bool IsWanted(ResourceGraph graph, ResourceNode machine)
    {
        if (AsksForState(graph, machine.Id) || MachinePreference.IsUnknown(graph, machine.Resource!))
            return true;

        var guests = graph
            .EdgesFrom(machine.Id)
            .Where(edge => edge.Relation == Relation.Runs && graph.FindResource(edge.To) is not null);

        return guests.Any(edge => AsksForState(graph, edge.To));
    }

    /// <summary>Whether a machine or a guest refers to state as something that it has.</summary>
    private static bool AsksForState(ResourceGraph graph, ResourceId id) =>
        graph
            .EdgesFrom(id)
            .Any(edge => BackendStorage.IsState(edge) && edge.Reference.Requirement != Requirement.WhenPresent);
}
