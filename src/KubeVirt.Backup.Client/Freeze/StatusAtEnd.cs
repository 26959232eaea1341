namespace KubeVirt.Backup.Client.Freeze;

/// <summary>The attempt to read a guest's status after the work and before the thaw.</summary>
/// <param name="At">When it began.</param>
/// <param name="Read">What came of it; nothing where the guest was thawed meanwhile.</param>
/// <param name="Counts">
/// Whether it was made: only a status that can be of a time after the freeze says something of it.
/// </param>
internal readonly record struct StatusAtEnd(Moment At, StatusRead Read, bool Counts);
