using KubeVirt.Backup.Client.Sessions;

namespace KubeVirt.Backup.Worker;

/// <summary>An archive, as it describes itself.</summary>
/// <param name="Path">The file.</param>
/// <param name="Backup">What it says of itself; <see langword="null"/> where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
internal sealed record CatalogueEntry(string Path, BackupDocument? Backup, string? Problem)
{
    /// <summary>Whether it is a backup of a machine.</summary>
    public bool Holds(ResourceId machine) => Backup?.Plan.Machines.Any(planned => planned.Id == machine) == true;

    public override string ToString()
    {
        if (Backup is null)
            return $"{Path}: unreadable. {Problem}";

        var machines = string.Join(", ", Backup.Plan.Machines.Select(machine => machine.Id));
        var worth =
            Backup.Verdicts.Count == 0 ? "not frozen" : Backup.Verdicts.Min(guest => guest.Consistency).ToString();

        return $"{Backup.StartedAt:u} {machines}: {worth}, {Backup.Snapshots.Count} snapshots, {Path}";
    }
}
