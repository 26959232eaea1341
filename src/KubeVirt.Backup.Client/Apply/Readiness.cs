using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What restored objects should become, as a table by kind.</summary>
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
        [Kinds.PersistentVolumeClaim] = new("/status/phase")
        {
            Ready = ["Bound"],
            Failed = ["Lost"],
            LookAt = "the events of the claim and its storage class",
        },
        [Kinds.DataVolume] = new("/status/phase")
        {
            Ready = ["Succeeded"],
            WaitsForConsumer = ["WaitForFirstConsumer", "PendingPopulation"],
            Failed = ["Failed"],
            LookAt = "the conditions of the DataVolume; without any, its DataSource is missing",
        },
        [Kinds.VirtualMachine] = new("/status/printableStatus")
        {
            Ready = ["Stopped", "Running", "Paused", "Starting", "Migrating"],
            LookAt = "the conditions of the machine and of its instance",
        },
        // These have no state; but a stale owner makes the garbage collector delete them.
        [Kinds.ControllerRevision] = new(null),
        [Kinds.Secret] = new(null),
        [Kinds.ConfigMap] = new(null),
    };

    /// <summary>Whether the table says what objects of a kind should become.</summary>
    public static bool IsKnown(GroupKind kind) => Table.ContainsKey(kind);

    /// <summary>Whether what comes in later sets needs objects of a kind to be ready.</summary>
    public static bool IsWaitedFor(GroupKind kind) => kind == Kinds.PersistentVolumeClaim || kind == Kinds.DataVolume;

    /// <summary>How far an object is.</summary>
    /// <param name="now">The object as it is; <see langword="null"/> where it is not there.</param>
    /// <param name="waitsForConsumer">Whether a claim of its storage class is bound only when a pod uses it.</param>
    public static ReadyState StateOf(Resource? now, bool waitsForConsumer)
    {
        if (now is null || ResourceMetadata.IsBeingDeleted(now))
            return ReadyState.Failed;

        var expected = Table[now.Id.Kind];
        if (expected.Path is null)
            return ReadyState.Ready;

        var state = now.StringAt(expected.Path) ?? "";
        if (expected.Failed.Contains(state))
            return ReadyState.Failed;
        if (expected.Ready.Contains(state))
            return ProblemOf(now) is null ? ReadyState.Ready : ReadyState.Pending;
        if (expected.WaitsForConsumer.Contains(state))
            return ReadyState.WaitsForConsumer;

        var isPendingClaim = now.Id.Kind == Kinds.PersistentVolumeClaim && state == "Pending";
        return waitsForConsumer && isPendingClaim ? ReadyState.WaitsForConsumer : ReadyState.Pending;
    }

    /// <summary>The finding on an object that was read and is not ready.</summary>
    /// <param name="id">The object.</param>
    /// <param name="now">The object as it was read; <see langword="null"/> where it is not there.</param>
    public static Finding Problem(ResourceId id, Resource? now)
    {
        if (now is null)
        {
            return new Finding(
                FindingIds.NotReady,
                FindingSeverity.Error,
                id,
                null,
                "The restored object is gone. "
                    + "A stale owner makes the garbage collector delete what was restored; look at the audit log."
            );
        }

        if (ResourceMetadata.IsBeingDeleted(now))
        {
            return new Finding(
                FindingIds.NotReady,
                FindingSeverity.Error,
                id,
                "/metadata/deletionTimestamp",
                "The restored object is being deleted. Look at the audit log for who does that, then restore it again."
            );
        }

        var expected = Table[id.Kind];
        var state = now.StringAt(expected.Path ?? "") ?? "without a state";
        var problem = ProblemOf(now) ?? $"The object is {state}, not {string.Join(" or ", expected.Ready)}.";
        return NotReady(id, expected.Path, $"{problem} Look at {expected.LookAt}.");
    }

    /// <summary>The finding on an object that was not read in time.</summary>
    public static Finding NotRead(ResourceId id) =>
        NotReady(
            id,
            null,
            "The server did not report the object's state in time. Check that the server is well, or wait longer."
        );

    /// <summary>The finding on an object that the server did not let be read.</summary>
    public static Finding ReadFailed(ResourceId id, ClusterException e) =>
        NotReady(id, null, $"Whether the object is ready is not known, since it could not be read: {e.Message}");

    private static Finding NotReady(ResourceId id, string? path, string message) =>
        new(FindingIds.NotReady, FindingSeverity.Warning, id, path, message);

    /// <summary>What is wrong although the state is a good one; <see langword="null"/> where nothing is.</summary>
    private static string? ProblemOf(Resource now) => FailureOf(now) ?? StopOf(now);

    /// <summary>
    /// That a machine is stopped which always runs. It prints so, without a condition, where an instance of its name was
    /// there before that it cannot take over.
    /// </summary>
    private static string? StopOf(Resource now)
    {
        var isStopped =
            now.Id.Kind == Kinds.VirtualMachine
            && now.StringAt("/status/printableStatus") == "Stopped"
            && SelfStart.IsAlways(now);
        return isStopped ? "The machine is Stopped, although it is to run always." : null;
    }

    /// <summary>What a controller reports that it cannot do, and why; <see langword="null"/> where nothing.</summary>
    private static string? FailureOf(Resource now)
    {
        var failure = StatusCondition
            .ReadAll(now)
            .FirstOrDefault(condition => condition is { Type: "Failure", IsTrue: true });
        return failure is null ? null : $"The object reports {failure.Reason}: {failure.Message}.";
    }

    /// <summary>What objects of a kind should become.</summary>
    /// <param name="Path">
    /// The JSON pointer to the state; <see langword="null"/> for kinds without one, which only have to be there.
    /// </param>
    private sealed record Expectation(string? Path)
    {
        /// <summary>States in which the object is what it should be.</summary>
        public string[] Ready { get; init; } = [];

        /// <summary>States in which it comes no further before a machine starts, and need not.</summary>
        public string[] WaitsForConsumer { get; init; } = [];

        /// <summary>States from which it will not become what it should be.</summary>
        public string[] Failed { get; init; } = [];

        /// <summary>What to look at where it is not ready, as the end of a sentence.</summary>
        public string LookAt { get; init; } = "";
    }
}
