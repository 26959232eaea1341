namespace KubeVirt.Backup.Graph;

/// <summary>An edge on ints.</summary>
internal readonly record struct Link(int From, int To, Reference Reference);
