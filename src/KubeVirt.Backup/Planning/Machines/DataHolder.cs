using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Whose data is on a claim.</summary>
internal static class DataHolder
{
    /// <summary>
    /// The machine behind an object that refers to a claim; <see langword="null"/> where there is none. A machine and its
    /// instance are one.
    /// </summary>
    public static ResourceId? MachineOf(ResourceGraph graph, ResourceId user)
    {
        if (user.Kind == Kinds.VirtualMachine)
            return user;
        if (user.Kind != Kinds.VirtualMachineInstance)
            return null;

        var machine = user.WithKind(Kinds.VirtualMachine);
        var isRun = graph.EdgesTo(user).Any(edge => edge.Relation == Relation.Runs && edge.From == machine);

        return isRun ? machine : user;
    }

    /// <summary>Whether an object is a machine. A guest is one where no machine of the graph runs it.</summary>
    public static bool IsMachine(ResourceGraph graph, ResourceId id)
    {
        if (id.Kind == Kinds.VirtualMachine)
            return true;
        if (id.Kind != Kinds.VirtualMachineInstance)
            return false;

        return graph.Find(id.WithKind(Kinds.VirtualMachine)) is not { State: NodeState.Observed };
    }
}
