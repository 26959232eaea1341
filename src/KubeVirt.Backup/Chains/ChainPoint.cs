namespace KubeVirt.Backup.Chains;

/// <summary>
/// A backup of a machine's disks as a part of a chain: a point in time that can be restored, with what it is based on.
/// Immutable.
/// </summary>
/// <remarks>
/// What is based on what is known by checkpoints: an incremental backup begins where the one ended that made its
/// <see cref="Since"/>. Sources: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go and pkg/storage/cbt.
/// </remarks>
public sealed record ChainPoint
{
    /// <summary>What it is called, such as its VirtualMachineBackup: once for each machine.</summary>
    public required string Name { get; init; }

    /// <summary>The VirtualMachine.</summary>
    public required ResourceId Machine { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How much it holds.</summary>
    public ChainPointKind Kind { get; init; }

    /// <summary>The checkpoint that it made; <see langword="null"/> where none, so that nothing can be based on it.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The checkpoint that it begins from; <see langword="null"/> for a full one.</summary>
    public string? Since { get; init; }

    /// <summary>Its files, one a volume, ordered by volume.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<ChainFile> Files
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The UID of the machine; <see langword="null"/> where it was not noted.</summary>
    public string? MachineUid { get; init; }

    /// <summary>
    /// The mark that the latest restore of the machine left, such as <c>restore.kubevirt.io/lastRestoreUID</c>;
    /// <see langword="null"/> where there was none.
    /// </summary>
    public string? RestoreMark { get; init; }

    /// <summary>The UID of the latest migration of its guest; <see langword="null"/> where there was none.</summary>
    public string? Migration { get; init; }

    /// <summary>The file of a volume; <see langword="null"/> where it has none.</summary>
    /// <param name="volume">What the machine calls the volume.</param>
    public ChainFile? FileOf(string volume)
    {
        ArgumentNullException.ThrowIfNull(volume);

        return Files.FirstOrDefault(file => file.Volume == volume);
    }

    /// <summary>One line: name, time and what it is based on.</summary>
    public override string ToString()
    {
        var kind = Kind.ToString().ToLowerInvariant();
        var since = Since is null ? "" : $" since {Since}";

        return $"{Name}: {TakenAt.ToUniversalTime():u}, {kind}{since}";
    }
}
