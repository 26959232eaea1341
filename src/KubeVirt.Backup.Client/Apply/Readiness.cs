using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What restored objects should become, as a table.</summary>
/// <remarks>Sources: CDI pkg/apis/core/v1beta1/types.go, DataVolumePhase; KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachinePrintableStatus.</remarks>
internal static class Readiness
{
    private static readonly Dictionary<GroupKind, (string Path, string[] Good, string LookAt)> Table = new()
    {
        [Kinds.PersistentVolumeClaim] = ("/status/phase", ["Bound"], "the events of the claim and its storage class; one that waits for its first consumer is bound when the machine starts"),
        [Kinds.DataVolume] = ("/status/phase", ["Succeeded"], "the conditions of the DataVolume; without any, its DataSource is missing"),
        [Kinds.VirtualMachine] = ("/status/printableStatus", ["Stopped", "Running", "Paused", "Starting", "Migrating"], "the conditions of the machine"),
    };

    public static bool IsKnown(GroupKind kind) => Table.ContainsKey(kind);

    public static IEnumerable<Finding> Problems(Resource restored, Resource? now)
    {
        var (path, good, lookAt) = Table[restored.Id.Kind];
        if (now is null)
            yield return new Finding(FindingIds.NotReady, FindingSeverity.Error, restored.Id, null, "It was restored and is not there any more. A stale owner makes the garbage collector delete it; look at the audit log.");
        else if (now.StringAt(path) is not { } state || !good.Contains(state))
            yield return new Finding(FindingIds.NotReady, FindingSeverity.Warning, restored.Id, path, $"It is {now.StringAt(path) ?? "without a state"}, not {string.Join(" or ", good)}. Look at {lookAt}.");
    }
}
