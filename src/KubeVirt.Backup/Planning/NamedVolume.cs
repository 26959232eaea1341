namespace KubeVirt.Backup.Planning;

/// <summary>A volume of a machine or a guest that is a claim, or the claim of a DataVolume.</summary>
/// <param name="Name">Its name among the volumes.</param>
/// <param name="Claim">The name of its PersistentVolumeClaim; that of a DataVolume is the same.</param>
/// <param name="Path">Where that name stands.</param>
internal readonly record struct NamedVolume(string Name, string Claim, string Path)
{
    /// <summary>The volumes of a list, in its order. Volumes of other kinds are passed over.</summary>
    /// <param name="resource">A machine or a guest.</param>
    /// <param name="list">Where its volumes stand.</param>
    public static IEnumerable<NamedVolume> In(Resource resource, string list)
    {
        foreach (var (index, volume) in JsonMembers.Items(resource.At(list)).Index())
        {
            if (JsonMembers.Text(volume, "name") is not { } name)
                continue;
            if (JsonMembers.Text(JsonMembers.Find(volume, "persistentVolumeClaim"), "claimName") is { } claim)
                yield return new NamedVolume(name, claim, $"{list}/{index}/persistentVolumeClaim/claimName");
            else if (JsonMembers.Text(JsonMembers.Find(volume, "dataVolume"), "name") is { } dataVolume)
                yield return new NamedVolume(name, dataVolume, $"{list}/{index}/dataVolume/name");
        }
    }

    /// <summary>The claim that is attached to a guest under a volume's name, by its status.</summary>
    /// <remarks>
    /// Source: KubeVirt pkg/virt-handler/migration-target.go, replaceMigratedVolumesStatus: the status names the
    /// destination of a migration as soon as the guest runs on it.
    /// </remarks>
    public static string? Attached(Resource guest, string volume) =>
        JsonMembers
            .Items(guest.At("/status/volumeStatus"))
            .Where(status => JsonMembers.Text(status, "name") == volume)
            .Select(status => JsonMembers.Text(JsonMembers.Find(status, "persistentVolumeClaimInfo"), "claimName"))
            .FirstOrDefault();
}
