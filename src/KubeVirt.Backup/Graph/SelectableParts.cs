namespace KubeVirt.Backup.Graph;

/// <summary>The objects of a graph that is being built, as selectors see them. Indexed by kind when first asked.</summary>
/// <param name="nodes">The nodes. Those that are added later are not seen.</param>
internal sealed class SelectableParts(DiscoveredNodes nodes)
{
    private readonly Dictionary<GroupKind, SelectableObjects> _byKind = [];

    /// <summary>The nodes that the selector of a reference chooses.</summary>
    /// <param name="holder">The object with the selector.</param>
    /// <param name="reference">The reference, whose path leads to the selector.</param>
    public IEnumerable<int> Find(Resource holder, in Reference reference)
    {
        if (LabelQuery.Read(holder.At(reference.Path)) is not { } query)
            return [];

        return OfKind(reference.Target.Kind).Find(reference.Target.Namespace, query);
    }

    private SelectableObjects OfKind(GroupKind kind)
    {
        if (_byKind.TryGetValue(kind, out var known))
            return known;

        var objects = new SelectableObjects();
        for (var node = 0; node < nodes.Count; node++)
        {
            if (nodes.IsPart(node))
                AddTo(objects, kind, node);
        }

        _byKind.Add(kind, objects);

        return objects;
    }

    /// <summary>Adds an object where it is of the kind; a machine stands for its pod.</summary>
    private void AddTo(SelectableObjects objects, GroupKind kind, int node)
    {
        var resource = nodes.ResourceOf(node)!;
        if (kind == Kinds.Pod && IsTopmost(resource))
            objects.Add(node, resource, GuestLabels.OfPod(resource));
        else if (kind != Kinds.Pod && resource.Id.Kind == kind)
            objects.Add(node, resource, GuestLabels.Of(resource));
    }

    /// <summary>Whether it is a machine that no other one runs: an instance of a machine is seen as its machine.</summary>
    private static bool IsTopmost(Resource resource) =>
        Kinds.IsMachine(resource.Id.Kind)
        && (resource.Id.Kind != Kinds.VirtualMachineInstance || ResourceMetadata.OwnerUids(resource).Count == 0);
}
