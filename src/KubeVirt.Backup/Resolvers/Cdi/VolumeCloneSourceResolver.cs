namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VolumeCloneSource: what it clones.</summary>
/// <remarks>
/// The claim that is populated from it names it in <c>dataSourceRef</c>. CDI makes one for a DataVolume, and users for
/// their own claims. Source: CDI pkg/apis/core/v1beta1/types.go, VolumeCloneSourceSpec.
/// </remarks>
public sealed class VolumeCloneSourceResolver()
    : TableResolver(
        Kinds.VolumeCloneSource,
        [
            new("/spec/source/name", default, "clone source") { KindFrom = KindFrom.CloneSource, Source = Api },
            new("/spec/priorityClassName", Kinds.PriorityClass, "priority of CDI's pods") { Source = Api },
        ]
    )
{
    private const string Api = "cdi pkg/apis/core/v1beta1/types.go";
}
