using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>One box of a picture: an object, or several that are folded to one.</summary>
/// <param name="Label">What stands in it, a line each, as the objects spell it.</param>
/// <param name="State">The state of its object; <see cref="NodeState.Observed"/> where it stands for several.</param>
/// <param name="Group">The machine that it belongs to, or another group of <see cref="MachineGroups"/>.</param>
internal sealed record DrawnBox(string Label, NodeState State, int Group)
{
    /// <summary>The box of one object.</summary>
    /// <param name="node">The object, found or not.</param>
    /// <param name="group">The group that it belongs to.</param>
    public static DrawnBox Of(ResourceNode node, int group) => new(Name(node.Id), node.State, group);

    /// <summary>The box of several objects.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="group">The group that they are.</param>
    public static DrawnBox Folded(string title, int count, int group)
    {
        var noun = count == 1 ? "object" : "objects";
        return new DrawnBox($"{title}\n({count} {noun})", NodeState.Observed, group);
    }

    /// <summary>Two lines: the kind without its group, and the name with its namespace.</summary>
    public static string Name(ResourceId id) =>
        id.Namespace is null ? $"{id.Kind.Kind}\n{id.Name}" : $"{id.Kind.Kind}\n{id.Namespace}/{id.Name}";
}
