namespace KubeVirt.Backup.Planning;

/// <summary>
/// What a disk can be, as the part <c>is</c> of a <see cref="DiskSelector"/> and <see cref="PlannedDisk.Traits"/> spell
/// it. The other words are the sources of volumes as KubeVirt spells them, such as <c>containerDisk</c>.
/// </summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go, Disk, Filesystem and VolumeSource.</remarks>
public static class DiskTraits
{
    /// <summary>The machine starts from it, see <see cref="PlannedDisk.IsBoot"/>.</summary>
    public const string Boot = "boot";

    /// <summary>Its device is a CD-ROM drive.</summary>
    public const string CdRom = "cdrom";

    /// <summary>Its device is a LUN, to which the guest speaks SCSI.</summary>
    public const string Lun = "lun";

    /// <summary>It is shared with the guest as a file system, by virtiofs.</summary>
    public const string FileSystem = "filesystem";

    /// <summary>Several machines may write to it at once: the disk says <c>shareable</c>.</summary>
    public const string Shareable = "shareable";

    /// <summary>The guest only reads it.</summary>
    public const string ReadOnly = "readOnly";

    /// <summary>It can be plugged in and out while the guest runs.</summary>
    public const string HotPluggable = "hotpluggable";

    /// <summary>KubeVirt states that it takes no snapshot of it.</summary>
    public const string NotSnapshottable = "notSnapshottable";

    /// <summary>The sources of volumes whose data lies in a PersistentVolumeClaim.</summary>
    internal static readonly string[] ClaimSources = ["persistentVolumeClaim", "dataVolume", "ephemeral", "memoryDump"];

    /// <summary>The sources of volumes that a firmware can start from.</summary>
    internal static readonly string[] BootSources =
    [
        "persistentVolumeClaim",
        "dataVolume",
        "ephemeral",
        "containerDisk",
        "hostDisk",
    ];

    /// <summary>All sources of volumes.</summary>
    internal static readonly string[] Sources =
    [
        .. ClaimSources,
        "containerDisk",
        HostDisk,
        "emptyDisk",
        "cloudInitNoCloud",
        "cloudInitConfigDrive",
        "sysprep",
        "configMap",
        "secret",
        "serviceAccount",
        "downwardAPI",
        "downwardMetrics",
        "containerPath",
    ];

    /// <summary>The source of a volume in a file of one node.</summary>
    internal const string HostDisk = "hostDisk";

    private static readonly string[] Known =
    [
        Boot,
        CdRom,
        Lun,
        FileSystem,
        Shareable,
        ReadOnly,
        HotPluggable,
        NotSnapshottable,
        .. Sources,
    ];

    /// <summary>All words, in the order in which they are documented.</summary>
    public static IReadOnlyList<string> All => Known;

    /// <summary>The word as it is spelled, whatever case a text has it in; <see langword="null"/> for others.</summary>
    internal static string? Spell(string text) =>
        Array.Find(Known, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
}
