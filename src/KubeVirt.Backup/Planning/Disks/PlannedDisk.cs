using System.Diagnostics;

namespace KubeVirt.Backup.Planning;

/// <summary>A disk of a machine: what it is, what the backup does for its data, and what a restore makes of it.</summary>
/// <remarks>
/// One for each entry of the machine's <c>volumes</c>, and of its guest's where a volume was plugged into the guest alone.
/// The claim of a machine's persistent state is no disk. Immutable.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record PlannedDisk
{
    /// <summary>The VirtualMachine, or the VirtualMachineInstance that runs without one.</summary>
    public required ResourceId Machine { get; init; }

    /// <summary>What the machine calls it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What its volume is made of, as KubeVirt spells it, such as <c>dataVolume</c> or <c>containerDisk</c>; empty where
    /// it says nothing that is known.
    /// </summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public string Source
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>The PersistentVolumeClaim that it is on; <see langword="null"/> where it is on none.</summary>
    public ResourceId? Claim { get; init; }

    /// <summary>Where its volume stands in its machine, or in its guest where only that has it.</summary>
    public required string Path { get; init; }

    /// <summary>What it is, in words of <see cref="DiskTraits"/>; its source is the last of them.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public IReadOnlyList<string> Traits
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Its place in the order of starting, from 1; <see langword="null"/> where the machine gives it none.</summary>
    public int? BootOrder { get; init; }

    /// <summary>The StorageClass of its claim; <see langword="null"/> where none is named or there is no claim.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// The size of its claim in bytes, as <see cref="PlannedVolume.Bytes"/>; <see langword="null"/> where it is not known.
    /// </summary>
    public long? Bytes { get; init; }

    /// <summary>What the backup does for its data.</summary>
    public DiskProtection Protection { get; init; }

    /// <summary>Why, in one sentence.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public string Reason
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>What a restore makes of it where nothing else is asked for, in one sentence.</summary>
    /// <remarks>Default: empty, which is also what a document says that lacks the member.</remarks>
    public string OnRestore
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>
    /// Whether the machine starts from it: the first of its boot order, or of its disks where none has a place in that
    /// order, that is no CD-ROM drive. A machine that starts from a network or a kernel of its own has none.
    /// </summary>
    public bool IsBoot => Is(DiskTraits.Boot);

    /// <summary>Whether it is something, in a word of <see cref="DiskTraits"/>.</summary>
    /// <param name="trait">The word as it is spelled there.</param>
    public bool Is(string trait)
    {
        ArgumentNullException.ThrowIfNull(trait);

        return Traits.Contains(trait, StringComparer.Ordinal);
    }

    /// <summary>Whether it holds data that outlasts the guest, so that a backup can leave it out.</summary>
    internal bool HasLastingData => Claim is not null || Source == DiskTraits.HostDisk;

    /// <summary>One line: the name, what it is on, what the backup does for it and why.</summary>
    public override string ToString()
    {
        var where = Claim is { } claim ? $"claim {claim.Name}" : Source;
        var size = Bytes is { } bytes ? $", {Quantity.Format(bytes)}" : "";

        return $"{Name} ({where}{size}): {Words(Protection)}. {Reason}".TrimEnd();
    }

    /// <summary>What a backup does for a disk, in words.</summary>
    internal static string Words(DiskProtection protection) =>
        protection switch
        {
            DiskProtection.Protected => "protected",
            DiskProtection.LeftOut => "left out",
            DiskProtection.NotSnapshottable => "no snapshot",
            DiskProtection.NoData => "no data",
            DiskProtection.Absent => "absent",
            DiskProtection.OnNode => "on its node",
            DiskProtection.MadeAnew => "made anew",
            _ => "unknown",
        };
}
