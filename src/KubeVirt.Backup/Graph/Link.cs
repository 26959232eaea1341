namespace KubeVirt.Backup.Graph;

/// <summary>An edge as three numbers, so that millions of them take little memory.</summary>
/// <param name="From">Number of the node that holds the reference.</param>
/// <param name="To">Number of the node that it names.</param>
/// <param name="ReferenceNumber">Number of the reference in a <see cref="ReferenceTable"/>.</param>
internal readonly record struct Link(int From, int To, int ReferenceNumber);
