using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>A restore of a machine that KubeVirt makes from its own snapshot, as it was read last.</summary>
/// <param name="Id">The VirtualMachineRestore.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go, VirtualMachineRestoreStatus.
/// </remarks>
public sealed record VirtualMachineRestore(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>Whether the machine is restored.</summary>
    public bool IsComplete { get; init; }

    /// <summary>When the machine was restored; <see langword="null"/> before.</summary>
    public DateTimeOffset? RestoreTime { get; init; }

    /// <summary>The claims that it creates, by the name of the machine's volume.</summary>
    public IReadOnlyDictionary<string, ResourceId> Claims { get; init; } = new Dictionary<string, ResourceId>();

    /// <summary>Names of DataVolumes of the target that it deleted.</summary>
    public IReadOnlyList<string> DeletedDataVolumes { get; init; } = [];

    internal static VirtualMachineRestore Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            IsComplete = StatusReader.IsTrue(resource, "/status/complete"),
            RestoreTime = StatusReader.Time(resource, "/status/restoreTime"),
            Claims = ClaimsOf(resource),
            DeletedDataVolumes = StatusReader.Texts(resource, "/status/deletedDataVolumes"),
            Conditions = StatusCondition.ReadAll(resource),
        };

    private static Dictionary<string, ResourceId> ClaimsOf(Resource resource)
    {
        var claims = new Dictionary<string, ResourceId>(StringComparer.Ordinal);
        foreach (var restored in StatusReader.Objects(resource, "/status/restores"))
        {
            var name = StatusReader.Text(restored, "persistentVolumeClaim");
            if (!ResourceId.IsName(name))
                continue;

            var claim = new ResourceId(Kinds.PersistentVolumeClaim, resource.Id.Namespace, name);
            claims.TryAdd(StatusReader.Text(restored, "volumeName"), claim);
        }

        return claims;
    }
}
