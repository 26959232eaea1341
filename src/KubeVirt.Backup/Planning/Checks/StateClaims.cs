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

    public static IEnumerable<Finding> Find(ResourceGraph graph)
    {
        foreach (
            var machine in graph.Nodes.Where(node =>
                node.State == NodeState.Observed && node.Id.Kind == Kinds.VirtualMachine
            )
        )
        {
            var claims = Of(graph, machine.Id).ToList();
            if (claims.Count > 1)
            {
                yield return new Finding(
                    FindingIds.SeveralStateClaims,
                    FindingSeverity.Error,
                    machine.Id,
                    "/metadata/name",
                    $"Several claims are labelled as the machine's persistent state: {string.Join(", ", claims)}. KubeVirt mounts any one of them. Keep the one that is in use."
                );
            }

            if (claims.Count > 0 && !IsWanted(graph, machine))
            {
                yield return new Finding(
                    FindingIds.UnwantedStateClaim,
                    FindingSeverity.Error,
                    claims[0],
                    $"/metadata/labels/{Label}",
                    $"The claim is labelled as the persistent state of {machine.Id}, which asks for none: KubeVirt deletes the claim when the machine starts. Remove the label, or make TPM or EFI persistent."
                );
            }

            if (MachinePreference.Of(graph, machine.Resource!) is { Problem: { } problem } preference)
            {
                yield return new Finding(
                    FindingIds.PreferenceUnreadable,
                    FindingSeverity.Error,
                    preference.Holder,
                    "/data",
                    $"The preference of {machine.Id} cannot be read from this revision: {problem}. The machine will not start, and whether it keeps TPM or EFI state is not known. Correct the data, or pin the machine to another revision."
                );
            }
        }
    }

    /// <summary>
    /// Whether the machine asks for persistent state, by itself or by its preference, or a preference that is not known
    /// may, or its guest does.
    /// </summary>
    private static bool IsWanted(ResourceGraph graph, ResourceNode machine) =>
        graph
            .EdgesFrom(machine.Id)
            .Any(edge => BackendStorage.IsState(edge) && edge.Reference.Requirement != Requirement.WhenPresent)
        || MachinePreference.IsUnknown(graph, machine.Resource!)
        || graph
            .EdgesFrom(machine.Id)
            .Any(edge =>
                edge.Relation == Relation.Runs
                && graph.FindResource(edge.To) is not null
                && graph
                    .EdgesFrom(edge.To)
                    .Any(state =>
                        BackendStorage.IsState(state) && state.Reference.Requirement != Requirement.WhenPresent
                    )
            );
}
