namespace KubeVirt.Backup.Graph;

/// <summary>A reference by label or owner whose targets the next wave asks for.</summary>
/// <param name="From">Number of the node that holds the reference.</param>
/// <param name="ReferenceNumber">Number of the reference in a <see cref="ReferenceTable"/>.</param>
internal readonly record struct PendingReference(int From, int ReferenceNumber);
