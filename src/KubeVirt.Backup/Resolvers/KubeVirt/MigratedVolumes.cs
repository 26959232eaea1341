using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The claims between which volumes migrate. Until the hand-off the guest writes to the source, which the spec no
/// longer names.
/// </summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, StorageMigratedVolumeInfo.</remarks>
internal static class MigratedVolumes
{
    /// <summary>The rows for both ends of each migration. Only the source holds data for certain.</summary>
    /// <param name="at">Where the list stands.</param>
    public static IEnumerable<ReferenceRule> Rules(string at) =>
        [
            Rule(at + "/*/sourcePVCInfo/claimName", "source of a volume migration") with
            {
                HoldsData = true,
            },
            Rule(at + "/*/destinationPVCInfo/claimName", "destination of a volume migration"),
        ];

    private static ReferenceRule Rule(string path, string why) =>
        new(path, Kinds.PersistentVolumeClaim, why)
        {
            Requirement = Requirement.Optional,
            Source = "kubevirt.io/api/core/v1/types.go",
        };
}
