namespace KubeVirt.Backup.Planning;

/// <summary>A claim with data of a machine, as a plan knows it.</summary>
/// <remarks>Sources: Kubernetes core/v1 PersistentVolumeClaimSpec and PersistentVolumeClaimStatus.</remarks>
public sealed record PlannedVolume
{
    /// <summary>The PersistentVolumeClaim.</summary>
    public required ResourceId Claim { get; init; }

    /// <summary>
    /// What the machine calls it, ordered: several volumes can be on one claim. Empty for one that the machine does not
    /// name, as the claim of its persistent state.
    /// </summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<string> Names
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The DataVolume of that claim; <see langword="null"/> where the backup holds none.</summary>
    public ResourceId? DataVolume { get; init; }

    /// <summary>The PersistentVolume it is bound to; <see langword="null"/> where it is not bound.</summary>
    public ResourceId? PersistentVolume { get; init; }

    /// <summary>The StorageClass that it names; <see langword="null"/> where it names none.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// Its size in bytes, the larger of what it has and what it asks for; <see langword="null"/> where neither is known.
    /// </summary>
    public long? Bytes { get; init; }

    /// <summary>
    /// <c>Filesystem</c> or <c>Block</c>; <see langword="null"/> where the claim was not found. What a claim leaves out is
    /// <c>Filesystem</c>.
    /// </summary>
    public string? VolumeMode { get; init; }

    /// <summary>Its access modes, such as <c>ReadWriteOnce</c>, in their order. Empty where it names none.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<string> AccessModes
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Whether the guest only reads it, as a CD or the image below an ephemeral disk.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether snapshots can be taken of it, as far as the machine's status says.</summary>
    public SnapshotSupport Snapshots { get; init; }

    /// <summary>
    /// Whether the backup takes a snapshot of it: it is among <see cref="BackupPlan.Volumes"/>. Where it is not,
    /// <see cref="Reason"/> says why.
    /// </summary>
    public bool IsProtected { get; init; }

    /// <summary>What the backup does for its data.</summary>
    public DiskProtection Protection { get; init; }

    /// <summary>Why, in one sentence.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public string Reason
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>The machines of the plan with data on this claim, ordered; more than one where it is shared.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<ResourceId> UsedBy
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>One line: the claim, its size and class.</summary>
    public override string ToString()
    {
        var size = Bytes is { } bytes ? Quantity.Format(bytes) : "size unknown";
        var isLeftOut = IsProtected ? "" : ", no snapshot";

        return $"{Claim}: {size}, {StorageClass ?? "default class"}{isLeftOut}";
    }
}
