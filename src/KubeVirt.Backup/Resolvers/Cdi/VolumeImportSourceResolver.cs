namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VolumeImportSource: what the import pod needs.</summary>
/// <remarks>Source: CDI pkg/apis/core/v1beta1/types.go, VolumeImportSourceSpec.</remarks>
public sealed class VolumeImportSourceResolver() : TableResolver(
    Kinds.VolumeImportSource,
    [
        .. DataVolumeSpec.Imports("/spec"),
    ]);
