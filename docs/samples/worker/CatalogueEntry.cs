using KubeVirt.Backup.Client.Sessions;

namespace KubeVirt.Backup.Worker;

/// <summary>An archive, as it describes itself.</summary>
/// <param name="Path">The file.</param>
/// <param name="Backup">What it says of itself; <see langword="null"/> where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
internal sealed record CatalogueEntry(string Path, BackupDocument? Backup, string? Problem)
{
    /// <summary>Whether it is the backup of a machine.</summary>
    public bool Holds(ResourceId machine) => Backup?.Plan.Roots.Contains(machine) == true;

    public override string ToString()
    {
        if (Backup is null)
            return $"{Path}: unreadable. {Problem}";

        var roots = string.Join(", ", Backup.Plan.Roots);
        var worth =
            Backup.Verdicts.Count == 0 ? "not frozen" : Backup.Verdicts.Min(guest => guest.Consistency).ToString();

        return $"{Backup.StartedAt:u} {roots}: {worth}, {Backup.Snapshots.Count} snapshots, {Path}";
    }
}
