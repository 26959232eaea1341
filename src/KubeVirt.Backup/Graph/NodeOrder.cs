namespace KubeVirt.Backup.Graph;

/// <summary>Puts nodes in the order of their ids.</summary>
internal static class NodeOrder
{
    /// <remarks>
    /// Kinds and namespaces are few and names many: sorting the names of each kind and namespace apart compares less,
    /// and side by side.
    /// </remarks>
    public static int[] Of(IdTable ids, Func<int, bool> keep)
    {
        var scopes = new Dictionary<(GroupKind Kind, string? Namespace), List<int>>();
        var (last, scope) = (default(ResourceId), new List<int>());
        for (var n = 0; n < ids.Count; n++)
        {
            if (!keep(n))
                continue;
            ref readonly var id = ref ids[n];
            if (last.IsDefault || last.Kind != id.Kind || last.Namespace != id.Namespace)
                scope = At(scopes, (id.Kind, id.Namespace));
            last = id;
            scope.Add(n);
        }

        var sorted = scopes
            .OrderBy(pair => pair.Key.Kind)
            .ThenBy(pair => pair.Key.Namespace, StringComparer.Ordinal)
            .Select(pair => pair.Value)
            .ToList();
        Parallel.ForEach(sorted, nodes => nodes.Sort((a, b) => string.CompareOrdinal(ids[a].Name, ids[b].Name)));
        return [.. sorted.SelectMany(nodes => nodes)];
    }

    private static List<int> At(Dictionary<(GroupKind, string?), List<int>> scopes, (GroupKind, string?) key)
    {
        if (!scopes.TryGetValue(key, out var scope))
            scopes.Add(key, scope = []);
        return scope;
    }
}
