using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Finds what of a selection is most likely a misspelling, or leaves nothing to back up.</summary>
internal static class SelectionChecks
{
    /// <summary>The findings on a selection.</summary>
    /// <param name="selection">The selection of the plan.</param>
    /// <param name="graph">What was found with it.</param>
    /// <param name="inventory">All objects of the source, where it knows them.</param>
    /// <param name="hasRejectedRoots">Whether there were machines that the selection does not take.</param>
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
            var known = KnownKinds(graph, inventory);
            foreach (var pattern in patterns.Where(pattern => !known.Any(pattern.Matches)))
                yield return UnknownKind(pattern);
        }

        if (graph.Roots.Count > 0)
            yield break;

        if (selection.Include.Count > 0 || selection.Exclude.Count > 0)
            yield return NothingSelected(selection);
        else if (hasRejectedRoots)
            yield return AllMarked();
    }

    /// <summary>The kinds of the platform, of the graph and of the source.</summary>
    private static HashSet<GroupKind> KnownKinds(ResourceGraph graph, IEnumerable<ResourceId> inventory) =>
        [.. KindScopes.All, .. graph.Nodes.Select(node => node.Id.Kind), .. inventory.Select(id => id.Kind)];

    /// <summary>A kind of a selector that nobody knows; the selector may still match objects of other kinds.</summary>
    private static Finding UnknownKind(KindPattern pattern) =>
        new(
            FindingIds.SelectorUnused,
            FindingSeverity.Warning,
            null,
            null,
            $"The selection speaks of the kind '{pattern}', which neither the input nor this library knows. "
                + "Check its spelling, for instance vm, virtualmachines or virtualmachines.kubevirt.io."
        );

    /// <summary>A selection that takes no machine: an empty backup must not look like a complete one.</summary>
    private static Finding NothingSelected(Selection selection) =>
        new(
            FindingIds.NothingSelected,
            FindingSeverity.Warning,
            null,
            null,
            $"No machine matches the selection ({selection}), so nothing is backed up. "
                + "Includes choose machines, and what these need comes along where its kind and namespace are included."
        );

    /// <summary>Machines of which each is kept out by a mark.</summary>
    private static Finding AllMarked() =>
        new(
            FindingIds.NothingSelected,
            FindingSeverity.Warning,
            null,
            null,
            "All machines, or their namespaces, are marked to be left out, so nothing is backed up."
        );
}
