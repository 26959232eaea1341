namespace KubeVirt.Backup.Restore;

/// <summary>
/// Something that a node of the target must have, or the pod of a guest waits for a node: a label, a device, a feature of
/// its processors; or a part of the cluster that chooses nodes, as a scheduler.
/// </summary>
/// <param name="What">What it is, such as <c>node label</c> or <c>device</c>.</param>
/// <param name="Value">Which one, such as <c>topology.kubernetes.io/zone In east-1</c>.</param>
/// <param name="Places">Where it is asked for, by the ids in the target; ordered by object.</param>
/// <remarks>
/// None of them is an error: whether a cluster has such a node, the objects do not say. What is merely preferred is
/// named so, since a guest starts without.
/// </remarks>
public sealed record NodeNeed(string What, string Value, IReadOnlyList<NodeNeedPlace> Places)
{
    /// <summary>One line: what is needed, where first, and how many more places there are.</summary>
    public override string ToString()
    {
        var more = Places.Count > 1 ? $" and {Places.Count - 1} more" : "";

        return $"{What} {Value}: {Places[0]}{more}";
    }
}
