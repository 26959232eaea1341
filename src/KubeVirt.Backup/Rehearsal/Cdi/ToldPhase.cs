namespace KubeVirt.Backup.Rehearsal;

/// <summary>A phase that a controller sets with a reason of its own, in place of what the claim says.</summary>
/// <param name="Phase">The phase; empty for none.</param>
/// <param name="Reason">The reason of the conditions.</param>
/// <param name="Message">The message of the conditions.</param>
internal sealed record ToldPhase(string Phase, string Reason, string Message);
