namespace KubeVirt.Backup.Testing;

/// <summary>Where a scenario wants to have something restored to.</summary>
/// <param name="Cluster">The cluster, which has a StorageClass of the name of the source's.</param>
/// <param name="Namespace">The namespace from which the backup is.</param>
/// <param name="TargetNamespace">
/// The namespace into which it goes, which may be absent; often the same as <paramref name="Namespace"/>.
/// </param>
/// <param name="IsCopy">Whether the originals run on beside what is restored, so that two of one identity would meet.</param>
public sealed record PartnerRestore(TestCluster Cluster, string Namespace, string TargetNamespace, bool IsCopy);
