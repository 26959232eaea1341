namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// A guest that did not run when it was looked at: what must be the same later for it not to have run since.
/// </summary>
/// <param name="Instance">Its instance, which has ended; <see langword="null"/> where there was none.</param>
/// <param name="Machine">Its machine, where there was no instance.</param>
internal sealed record StoppedGuest(GuestStatus? Instance, MachineRead Machine)
{
    private const string Halted = "Halted";

    /// <summary>
    /// Why the guest may have run between two looks; <see langword="null"/> where it cannot have. An instance that has
    /// ended runs no more, and as long as it is there no other one has its name. Where there is none, one can have come
    /// and gone, and only the machine shows that.
    /// </summary>
    /// <param name="instance">The instance at the second look.</param>
    /// <param name="machine">The machine at the second look; not needed where the instance is there.</param>
    public string? DoubtOf(StatusRead instance, MachineRead machine)
    {
        if (!instance.IsRead)
            return "The guest did not run; whether it was started meanwhile could not be read.";
        if (GuestStates.Of(instance.Status) != GuestState.Stopped || instance.Status?.Uid != Instance?.Uid)
            return "The guest did not run, and was started meanwhile.";

        return Instance is null ? DoubtOfMachine(Machine, machine) : null;
    }

    private static string? DoubtOfMachine(MachineRead before, MachineRead after)
    {
        const string Seen = "The guest did not run at either look, but whether it did in between is not known";
        if (!before.IsRead || !after.IsRead)
            return $"{Seen}: its machine could not be read. {before.Failure ?? after.Failure}".TrimEnd();
        if (before.Status is not { } first || after.Status is not { } second)
            return $"{Seen}: there is no machine whose changes would show it.";
        if (first.Uid != second.Uid)
            return $"{Seen}: its machine was replaced.";
        if (first.IsCreated || second.IsCreated || first.HasStateChangeRequests || second.HasStateChangeRequests)
            return $"{Seen}: its machine was being started or stopped.";

        return IsUnchanged(first, second) ? null : $"{Seen}: its machine was changed meanwhile.";
    }

    /// <summary>
    /// Whether nothing was written to the machine; or else, for one that only a change of its spec can start, whether
    /// that was not changed.
    /// </summary>
    private static bool IsUnchanged(MachineStatus first, MachineStatus second)
    {
        if (first.ResourceVersion.Length > 0 && first.ResourceVersion == second.ResourceVersion)
            return true;

        return first.RunStrategy == Halted
            && second.RunStrategy == Halted
            && first.Generation is { } generation
            && generation == second.Generation;
    }
}
