using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The storage class that a preference gives to DataVolume templates that name none.</summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/webhooks/vm/mutator.go. Volumes that exist have their class already, so nothing
/// that is restored fails without it.
/// </remarks>
internal static class PreferredClass
{
    /// <summary>The type that has the field.</summary>
    public const string Source = "kubevirt.io/api/instancetype/v1beta1/types.go";

    /// <summary>The row for the spec of a preference.</summary>
    /// <param name="at">Path of the spec.</param>
    public static ReferenceRule Rule(string at) =>
        new(at + "/volumes/preferredStorageClassName", Kinds.StorageClass, "storage class for volumes without one")
        {
            Requirement = Requirement.Optional,
            Source = Source,
        };
}
