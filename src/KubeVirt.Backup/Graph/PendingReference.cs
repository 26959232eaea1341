namespace KubeVirt.Backup.Graph;

/// <summary>A reference whose targets are not known yet.</summary>
/// <param name="From">Number of the node that holds the reference.</param>
/// <param name="Cause">Number of what the reference says.</param>
internal readonly record struct PendingReference(int From, int Cause);
