using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Says what of a selection is most likely a misspelling.</summary>
internal static class SelectionChecks
{
    public static IEnumerable<Finding> Find(
        Selection selection,
        ResourceGraph graph,
        IEnumerable<ResourceId> inventory,
        bool hasRejectedRoots
    )
    {
        var patterns = selection
            .Include.Concat(selection.Exclude)
            .SelectMany(selector => selector.Kinds)
            .Distinct()
            .ToList();
        if (patterns.Count > 0)
        {
            var known = KindScopes
                .All.Concat(graph.Nodes.Select(node => node.Id.Kind))
                .Concat(inventory.Select(id => id.Kind))
                .ToHashSet();
            foreach (var pattern in patterns.Where(pattern => !known.Any(pattern.Matches)))
            {
                yield return new Finding(
                    FindingIds.SelectorUnused,
                    FindingSeverity.Warning,
                    null,
                    null,
                    $"The selection speaks of the kind '{pattern}', which neither the input nor this library knows. Check its spelling, for instance vm, virtualmachines or virtualmachines.kubevirt.io."
                );
            }
        }

        if (graph.Roots.Count > 0)
            yield break;
        if (!selection.Include.IsEmpty || !selection.Exclude.IsEmpty)
        {
            yield return new Finding(
                FindingIds.NothingSelected,
                FindingSeverity.Warning,
                null,
                null,
                $"No machine matches the selection ({selection}), so nothing is backed up. Includes choose machines, and what these need comes along where its kind and namespace are included."
            );
        }
        else if (hasRejectedRoots)
        {
            yield return new Finding(
                FindingIds.NothingSelected,
                FindingSeverity.Warning,
                null,
                null,
                "All machines, or their namespaces, are marked to be left out, so nothing is backed up."
            );
        }
    }
}
