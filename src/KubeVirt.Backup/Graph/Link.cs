namespace KubeVirt.Backup.Graph;

/// <summary>An edge on ints.</summary>
/// <param name="From">Number of the node that holds the reference.</param>
/// <param name="To">Number of the node that it names.</param>
/// <param name="Cause">Number of what the reference says.</param>
internal readonly record struct Link(int From, int To, int Cause);
