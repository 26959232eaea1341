using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>A restore of a machine that KubeVirt makes from its own snapshot, as it was seen last.</summary>
/// <param name="Id">The VirtualMachineRestore.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go, VirtualMachineRestoreStatus.
/// </remarks>
public sealed record VirtualMachineRestore(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>Whether the machine is restored.</summary>
    public bool IsComplete { get; init; }

    /// <summary>When it was; <see langword="null"/> before.</summary>
    public DateTimeOffset? RestoreTime { get; init; }

    /// <summary>The claims that it makes, by the name of the machine's volume.</summary>
    public IReadOnlyDictionary<string, ResourceId> Claims { get; init; } = new Dictionary<string, ResourceId>();

    /// <summary>Names of DataVolumes of the target that it deleted.</summary>
    public IReadOnlyList<string> DeletedDataVolumes { get; init; } = [];

    internal static VirtualMachineRestore Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            IsComplete = StatusReader.IsTrue(resource, "/status/complete"),
            RestoreTime = StatusReader.Time(resource, "/status/restoreTime"),
            Claims = StatusReader
                .Objects(resource, "/status/restores")
                .Where(volume => ResourceId.IsName(StatusReader.Text(volume, "persistentVolumeClaim")))
                .DistinctBy(Volume)
                .ToDictionary(
                    Volume,
                    volume => new ResourceId(
                        Kinds.PersistentVolumeClaim,
                        resource.Id.Namespace,
                        StatusReader.Text(volume, "persistentVolumeClaim")
                    ),
                    StringComparer.Ordinal
                ),
            DeletedDataVolumes = StatusReader.Texts(resource, "/status/deletedDataVolumes"),
            Conditions = StatusCondition.ReadAll(resource),
        };

    private static string Volume(JsonElement restore) => StatusReader.Text(restore, "volumeName");
}
