using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What restored objects should become, as a table.</summary>
/// <remarks>
/// Sources: CDI pkg/apis/core/v1beta1/types.go, DataVolumePhase; KubeVirt staging/src/kubevirt.io/api/core/v1/types.go,
/// VirtualMachinePrintableStatus, and pkg/virt-controller/watch/vm/vm.go, which takes DataVolumes that wait for their
/// first consumer for ready, and which reports what it cannot find in the condition Failure while the machine counts as
/// stopped.
/// </remarks>
internal static class Readiness
{
    private static readonly Dictionary<GroupKind, Expectation> Table = new()
    {
        [Kinds.PersistentVolumeClaim] = new(
            "/status/phase",
            ["Bound"],
            [],
            ["Lost"],
            "the events of the claim and its storage class"
        ),
        [Kinds.DataVolume] = new(
            "/status/phase",
            ["Succeeded"],
            ["WaitForFirstConsumer", "PendingPopulation"],
            ["Failed"],
            "the conditions of the DataVolume; without any, its DataSource is missing"
        ),
        [Kinds.VirtualMachine] = new(
            "/status/printableStatus",
            ["Stopped", "Running", "Paused", "Starting", "Migrating"],
            [],
            [],
            "the conditions of the machine"
        ),
        [Kinds.ControllerRevision] = Existence,
        [Kinds.Secret] = Existence,
        [Kinds.ConfigMap] = Existence,
    };

    /// <summary>Of what has no state, it is known whether the garbage collector took it.</summary>
    private static Expectation Existence => new(null, [], [], [], "");

    public static bool IsKnown(GroupKind kind) => Table.ContainsKey(kind);

    /// <summary>Whether what comes in later sets needs it to be ready.</summary>
    public static bool IsWaitedFor(GroupKind kind) => kind == Kinds.PersistentVolumeClaim || kind == Kinds.DataVolume;

    /// <summary>How far it is.</summary>
    /// <param name="now">The object as it is; <see langword="null"/> where it is not there.</param>
    /// <param name="waitsForConsumer">Whether a claim of its storage class is bound only when a pod wants it.</param>
    public static ReadyState StateOf(Resource? now, bool waitsForConsumer)
    {
        if (now is null)
            return ReadyState.Failed;
        var expected = Table[now.Id.Kind];
        if (expected.Path is null)
            return ReadyState.Ready;
        var state = now.StringAt(expected.Path) ?? "";
        if (expected.Bad.Contains(state))
            return ReadyState.Failed;
        if (expected.Good.Contains(state))
            return Failure(now) is null ? ReadyState.Ready : ReadyState.Pending;
        return
            expected.Later.Contains(state)
            || (waitsForConsumer && now.Id.Kind == Kinds.PersistentVolumeClaim && state == "Pending")
            ? ReadyState.WaitsForConsumer
            : ReadyState.Pending;
    }

    /// <summary>What to say of one that was looked at and is not ready.</summary>
    public static Finding Problem(ResourceId id, Resource? now)
    {
        var (path, good, _, _, lookAt) = Table[id.Kind];
        if (now is null)
            return new Finding(
                FindingIds.NotReady,
                FindingSeverity.Error,
                id,
                null,
                "It should be there and is not. A stale owner makes the garbage collector delete what was restored; look at the audit log."
            );
        var problem = Failure(now)
            ?? $"It is {now.StringAt(path ?? "") ?? "without a state"}, not {string.Join(" or ", good)}.";
        return new Finding(FindingIds.NotReady, FindingSeverity.Warning, id, path, $"{problem} Look at {lookAt}.");
    }

    /// <summary>What a controller says that it cannot do, and why.</summary>
    private static string? Failure(Resource now) =>
        StatusCondition.ReadAll(now).FirstOrDefault(condition => condition is { Type: "Failure", IsTrue: true })
            is { } failure
            ? $"It reports {failure.Reason}: {failure.Message}."
            : null;

    /// <summary>What to say of one that could not be looked at.</summary>
    public static Finding Unseen(ResourceId id) =>
        new(
            FindingIds.NotReady,
            FindingSeverity.Warning,
            id,
            null,
            "The server did not tell its state in time. Check that the server is well, or wait longer."
        );

    /// <summary>What to say of one that the server did not let be looked at.</summary>
    public static Finding Unread(ResourceId id, ClusterException e) =>
        new(
            FindingIds.NotReady,
            FindingSeverity.Warning,
            id,
            null,
            $"Whether it is ready is not known, since it could not be read: {e.Message}"
        );

    private sealed record Expectation(string? Path, string[] Good, string[] Later, string[] Bad, string LookAt);
}
