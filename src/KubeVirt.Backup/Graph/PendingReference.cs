namespace KubeVirt.Backup.Graph;

/// <summary>A reference whose targets are not known yet.</summary>
internal readonly record struct PendingReference(int From, Reference Reference);
