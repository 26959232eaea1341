using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>A snapshot that KubeVirt takes of a machine, as it was read last.</summary>
/// <param name="Id">The VirtualMachineSnapshot.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>
/// Sources: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go, VirtualMachineSnapshotStatus;
/// pkg/storage/snapshot/snapshot.go.
/// </remarks>
public sealed record VirtualMachineSnapshot(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    private const string Online = "Online";
    private const string GuestAgent = "GuestAgent";
    private const string Partial = "PartialSnapshot";

    /// <summary>
    /// <c>InProgress</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Deleting</c> or <c>Unknown</c>; empty before the
    /// controller has worked on it.
    /// </summary>
    public string Phase { get; init; } = "";

    /// <summary>
    /// When the snapshots of all volumes were taken; <see langword="null"/> before. The guest is thawed then.
    /// </summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Whether the machine can be restored from it.</summary>
    public bool IsReady { get; init; }

    /// <summary>
    /// The VirtualMachineSnapshotContent, which holds the machine's definition and its volumes' snapshots;
    /// <see langword="null"/> before there is one.
    /// </summary>
    public ResourceId? Content { get; init; }

    /// <summary>
    /// What the machine was like: <c>Online</c>, <c>GuestAgent</c>, <c>NoGuestAgent</c>, <c>QuiesceTimeout</c>,
    /// <c>Paused</c>, <c>PartialSnapshot</c>. None for a machine that was stopped.
    /// </summary>
    public IReadOnlyList<string> Indications { get; init; } = [];

    /// <summary>Names of the machine's volumes that are in it.</summary>
    public IReadOnlyList<string> IncludedVolumes { get; init; } = [];

    /// <summary>
    /// Names of the machine's volumes that are not: those that have no claim, and those of which KubeVirt could not
    /// take a snapshot, which does not fail the whole.
    /// </summary>
    public IReadOnlyList<string> ExcludedVolumes { get; init; } = [];

    /// <summary>
    /// Whether a volume of which a snapshot can be taken was left out, so that a restore lacks it. Such a snapshot is
    /// ready all the same.
    /// </summary>
    public bool IsPartial => Indications.Contains(Partial);

    /// <summary>
    /// What it is worth, by the indications. KubeVirt takes the snapshot of a paused machine, and of one whose agent
    /// did not answer in time, without a freeze. It only ever adds indications while a machine runs, each for a state
    /// in which it was seen meanwhile: so the worst of them counts, and one that is not known here counts as bad.
    /// </summary>
    /// <remarks>
    /// Source: KubeVirt pkg/storage/snapshot/snapshot.go, updateSnapshotSourceIndications. None at all stand for a
    /// machine that was stopped when KubeVirt looked last before the snapshot was complete.
    /// </remarks>
    public Consistency Consistency
    {
        get
        {
            if (CreationTime is null)
                return Consistency.Unknown;

            // Which volumes are in it says nothing of how they were taken.
            var states = Indications.Where(indication => indication != Partial).ToList();
            if (states.Count == 0)
                return Consistency.Offline;

            var isFrozen = states.Contains(Online) && states.Contains(GuestAgent);
            return isFrozen && states.TrueForAll(state => state is Online or GuestAgent)
                ? Consistency.FilesystemConsistent
                : Consistency.CrashConsistent;
        }
    }

    /// <summary>Whether it has reached a moment.</summary>
    internal bool HasReached(SnapshotMoment moment) => moment.IsReached(IsReady, CreationTime);

    internal static VirtualMachineSnapshot Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            Phase = resource.StringAt("/status/phase") ?? "",
            CreationTime = StatusReader.Time(resource, "/status/creationTime"),
            IsReady = StatusReader.IsTrue(resource, "/status/readyToUse"),
            Content =
                resource.StringAt("/status/virtualMachineSnapshotContentName") is { } name && ResourceId.IsName(name)
                    ? new ResourceId(Kinds.VirtualMachineSnapshotContent, resource.Id.Namespace, name)
                    : null,
            // Servers before KubeVirt 1.7 have only the old field, later ones may drop it.
            Indications =
            [
                .. StatusReader
                    .Objects(resource, "/status/sourceIndications")
                    .Select(json => StatusReader.Text(json, "indication"))
                    .Union(StatusReader.Texts(resource, "/status/indications")),
            ],
            IncludedVolumes = StatusReader.Texts(resource, "/status/snapshotVolumes/includedVolumes"),
            ExcludedVolumes = StatusReader.Texts(resource, "/status/snapshotVolumes/excludedVolumes"),
            Conditions = StatusCondition.ReadAll(resource),
            Error = resource.StringAt("/status/error/message"),
        };
}
