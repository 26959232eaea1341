namespace KubeVirt.Backup.Testing;

/// <summary>What a scenario wants to have backed up.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The namespace of the machines.</param>
/// <param name="LabelSelector">
/// Which machines of it, as <c>kubectl -l</c> takes it. It selects machines alone: what they need bears no such label. Without
/// one: all of them.
/// </param>
public sealed record PartnerBackup(TestCluster Cluster, string Namespace, string? LabelSelector);
