namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// A rule by which a name stands for one name per replica where a flag is set: <c>settings</c> for <c>settings-0</c>,
/// <c>settings-1</c> and so on.
/// </summary>
/// <param name="When">Path of the flag.</param>
/// <param name="Count">Path of the number of replicas; one where there is none.</param>
/// <remarks>Source: KubeVirt pkg/virt-controller/watch/pool/pool.go, indexVMSpec.</remarks>
public sealed record IndexedNames(string When, string Count);
