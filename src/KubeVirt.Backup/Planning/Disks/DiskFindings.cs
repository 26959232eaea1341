using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Planning;

/// <summary>Reports what a choice of disks leaves out, and where it cannot be what was meant.</summary>
internal static class DiskFindings
{
    private const int Shown = 10;

    /// <summary>What is left out of each machine, and which of them then does not start.</summary>
    public static IEnumerable<Finding> Find(DiskChoice disks) =>
        disks.Machines.SelectMany(machine => disks.LeftOutOf(machine)).Select(disk => ToFinding(disks, disk));

    /// <summary>Names that no disk has, in selectors and in the marks of machines.</summary>
    public static IEnumerable<Finding> Unused(DiskChoice disks)
    {
        foreach (var selector in disks.Selection.Include)
        {
            foreach (var finding in Unused(disks, selector, FindingSeverity.Error, "so that it is left out"))
                yield return finding;
        }

        foreach (var selector in disks.Selection.Exclude)
        {
            foreach (var finding in Unused(disks, selector, FindingSeverity.Warning, "and it is backed up"))
                yield return finding;
        }

        if (!disks.Selection.HonoursMarks)
            yield break;
        foreach (var finding in disks.Machines.SelectMany(machine => UnusedMarks(disks, machine)))
            yield return finding;
    }

    private static Finding ToFinding(DiskChoice disks, PlannedDisk disk)
    {
        var reason = disks.ReasonFor(disk);
        var holder = HolderOf(disk);
        if (disk is { IsBoot: true, HasLastingData: true })
            return new Finding(
                FindingIds.BootDiskLeftOut,
                FindingSeverity.Error,
                holder,
                disk.Path,
                $"The disk '{disk.Name}' is left out, and the machine starts from it: restored without it, it does not "
                    + $"start. {reason} Choose it, too, or have the restore put another claim in its place."
            );

        return new Finding(
            FindingIds.DiskLeftOut,
            FindingSeverity.Info,
            holder,
            disk.Path,
            $"The disk '{disk.Name}' is left out. {reason} {DiskProtections.OnRestoreOf(disk, DiskProtection.LeftOut)}"
        );
    }

    /// <summary>The object that the path of a disk leads into: the guest, where only that has it.</summary>
    private static ResourceId HolderOf(PlannedDisk disk) =>
        disk.Path.StartsWith("/spec/volumes/", StringComparison.Ordinal)
            ? disk.Machine.WithKind(Kinds.VirtualMachineInstance)
            : disk.Machine;

    private static IEnumerable<Finding> Unused(
        DiskChoice disks,
        DiskSelector selector,
        FindingSeverity severity,
        string consequence
    )
    {
        var machines = disks.Machines.Where(selector.IsOf).ToList();
        var all = machines.SelectMany(disks.DisksOf).ToList();
        ResourceId? machine = machines.Count == 1 ? machines[0] : null;
        string? path = machine is null ? null : VolumesOf(machine.Value);
        if (machines.Count == 0 && disks.Machines.Count > 0)
            yield return new Finding(
                FindingIds.DiskUnknown,
                severity,
                null,
                null,
                $"The choice of disks ({selector}) speaks of machines that the plan does not have. Check the names of the "
                    + "machines, which may have a namespace and a slash before them."
            );
        if (machines.Count == 0)
            yield break;

        foreach (var name in selector.Names.Where(name => !all.Exists(disk => IsCalled(disk, name))))
            yield return new Finding(
                FindingIds.DiskUnknown,
                severity,
                machine,
                path,
                $"No machine of the plan has a disk '{name}', of which the choice of disks ({selector}) speaks, "
                    + $"{consequence} if it is called otherwise. There are {Names(all)}. Check its spelling."
            );
    }

    private static IEnumerable<Finding> UnusedMarks(DiskChoice disks, ResourceId machine)
    {
        var names = DiskMarks.On(disks.Graph.FindResource(machine)!);
        if (names.Count == 0)
            return [];

        var known = disks.DisksOf(machine);
        return
        [
            .. names
                .Where(name => !known.Any(disk => disk.Name == name))
                .Select(name => new Finding(
                    FindingIds.DiskUnknown,
                    FindingSeverity.Warning,
                    machine,
                    DiskMarks.WithoutDisksPath,
                    $"The annotation {DiskMarks.WithoutDisks} names the disk '{name}', which the machine does not have. "
                        + $"There are {Names(known)}. Check its spelling."
                )),
        ];
    }

    private static string VolumesOf(ResourceId machine) =>
        machine.Kind == Kinds.VirtualMachineInstance ? "/spec/volumes" : "/spec/template/spec/volumes";

    private static bool IsCalled(PlannedDisk disk, string pattern) => ResourceSelector.IsLike(disk.Name, [pattern]);

    private static string Names(IEnumerable<PlannedDisk> disks)
    {
        var names = disks.Select(disk => disk.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            return "no disks";

        var more = names.Count > Shown ? $" and {names.Count - Shown} more" : "";
        return string.Join(", ", names.Take(Shown)) + more;
    }
}
