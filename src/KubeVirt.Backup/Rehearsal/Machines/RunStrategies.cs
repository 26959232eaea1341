namespace KubeVirt.Backup.Rehearsal;

/// <summary>When a machine runs.</summary>
/// <remarks>
/// A restored machine has no status: RerunOnFailure and Once take it for one that never ran. Source: KubeVirt
/// pkg/virt-controller/watch/vm/vm.go (syncRunStrategy, isSetToStart).
/// </remarks>
internal static class RunStrategies
{
    public const string Halted = "Halted";
    private const string Always = "Always";
    private const string Manual = "Manual";
    private const string Once = "Once";

    /// <summary>The run strategy, also where the older field <c>running</c> says it.</summary>
    public static string Of(WorldObject machine)
    {
        if (machine.Text("/spec/runStrategy") is { } strategy)
            return strategy;

        return machine.IsTrue("/spec/running") ? Always : Halted;
    }

    /// <summary>Whether a machine without an instance gets one.</summary>
    public static bool Starts(WorldObject machine) =>
        Of(machine) is Always or Once or "RerunOnFailure" or "WaitAsReceiver";

    /// <summary>Whether a machine counts as one that is to run (isSetToStart).</summary>
    public static bool IsSetToStart(WorldObject machine, WorldObject? instance) =>
        Of(machine) switch
        {
            Always => true,
            Halted => false,
            Manual => instance is not null,
            Once => instance is null,
            _ => instance is null || instance.Phase != "Succeeded",
        };
}
