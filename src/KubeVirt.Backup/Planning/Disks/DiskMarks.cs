using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>By what somebody who owns a machine or a volume keeps a disk's data out of backups.</summary>
/// <remarks>
/// Velero's <c>backup.velero.io/backup-volumes-excludes</c> is not among them: it keeps a volume out of velero's own copy
/// of files, mostly because snapshots are taken of it.
/// </remarks>
public static class DiskMarks
{
    /// <summary>
    /// An annotation of a VirtualMachine, or of a VirtualMachineInstance without one: names of its disks, divided by
    /// commas.
    /// </summary>
    public const string WithoutDisks = "kubevirt-backup/without-disks";

    /// <summary>
    /// A label or an annotation of a PersistentVolumeClaim with the value <c>true</c>: its data is left out of the backup
    /// of every machine, and the claim itself is not.
    /// </summary>
    public const string WithoutData = "kubevirt-backup/without-data";

    /// <summary>Where the annotation of a machine stands.</summary>
    internal static readonly string WithoutDisksPath = $"/metadata/annotations/{JsonPointer.Escape(WithoutDisks)}";

    private static readonly string WithoutDataPath = $"/metadata/annotations/{JsonPointer.Escape(WithoutData)}";

    /// <summary>The names of disks that a machine wants to be left out; none where it says nothing.</summary>
    /// <param name="machine">The machine.</param>
    public static IReadOnlyList<string> On(Resource machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var names = machine.StringAt(WithoutDisksPath) ?? "";

        return names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whether a claim wants its data to be left out.</summary>
    /// <param name="claim">The PersistentVolumeClaim.</param>
    public static bool IsOn(Resource claim)
    {
        ArgumentNullException.ThrowIfNull(claim);

        return ResourceMetadata.Label(claim, WithoutData) == "true" || claim.StringAt(WithoutDataPath) == "true";
    }
}
