using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>An owner to put back whose UID in the target is known.</summary>
/// <param name="Owner">Who owned which object in the backup.</param>
/// <param name="Uid">The UID that the owner has in the target.</param>
internal sealed record KnownOwner(OwnerToRestore Owner, string Uid);
