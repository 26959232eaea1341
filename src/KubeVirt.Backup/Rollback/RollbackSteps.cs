namespace KubeVirt.Backup.Rollback;

/// <summary>Writes down what a rollback does, in its order.</summary>
internal static class RollbackSteps
{
    /// <summary>The steps.</summary>
    public static IEnumerable<RollbackStep> Of(RollbackPlan plan, IReadOnlyList<Resource> created)
    {
        yield return new(
            RollbackStepKind.Hold,
            plan.Machine,
            $"It is stopped, and its run state is remembered in {RollbackKeys.Held}."
        );
        foreach (var resource in created)
            yield return new(RollbackStepKind.Create, resource.Id, "It is created, and marked as populated for CDI.");
        foreach (var disk in plan.Disks.Where(disk => disk is { Method: RollbackMethod.Refill, HasDataVolume: true }))
            yield return new(
                RollbackStepKind.Mark,
                disk.Current,
                "It and its DataVolume are marked as populated, so that CDI does not fill it."
            );
        foreach (var disk in plan.Disks)
            yield return new(RollbackStepKind.Fill, disk.Filled, TextOf(disk));

        yield return new(RollbackStepKind.Switch, plan.Machine, SwitchOf(plan));
        foreach (var disk in plan.Disks)
            yield return new(RollbackStepKind.Verify, disk.Filled, "It must be there, and must not be lost.");

        yield return new(RollbackStepKind.Start, plan.Machine, "It gets the run state back that it had.");
    }

    private static string TextOf(RollbackDisk disk) =>
        disk.Method == RollbackMethod.Refill
            ? $"It is emptied and filled with {disk.Archived} of the archive; there is no way back from here on."
            : $"It is filled with {disk.Archived} of the archive; {disk.Current} stays as it is.";

    private static string SwitchOf(RollbackPlan plan)
    {
        var swaps = plan.Disks.Where(disk => disk.Method == RollbackMethod.Swap).Select(disk => disk.Name).ToList();
        var definition = plan.Scope is RollbackScope.Definition or RollbackScope.Both
            ? "its definition of the archive"
            : "";
        var disks = swaps.Count > 0 ? $"the new claims of {string.Join(", ", swaps)}" : "";
        string[] parts = [.. new[] { definition, disks }.Where(part => part.Length > 0)];

        return parts.Length > 0
            ? $"It gets {string.Join(" and ", parts)} in one write, and is still held."
            : "Nothing of it changes.";
    }
}
