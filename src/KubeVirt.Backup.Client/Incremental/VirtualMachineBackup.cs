using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>A backup that KubeVirt makes of a running machine's disks, as it was read last.</summary>
/// <param name="Id">The VirtualMachineBackup.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go, VirtualMachineBackupStatus.
/// </remarks>
public sealed record VirtualMachineBackup(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>
    /// Whether only what changed since the tracker's checkpoint is in it; <see langword="null"/> while that is not
    /// known. KubeVirt falls back to a full one where it must.
    /// </summary>
    public bool? IsIncremental { get; init; }

    /// <summary>The checkpoint that it made; <see langword="null"/> before it did.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The volumes in it.</summary>
    public IReadOnlyList<BackupVolume> Volumes { get; init; } = [];

    /// <summary>Whether it is complete.</summary>
    public bool IsComplete => Condition("Complete") is { IsTrue: true };

    /// <summary>What KubeVirt warns of though it is complete; <see langword="null"/> where it does not.</summary>
    public string? Warning =>
        Condition("Complete") is { IsTrue: true, Reason: "CompletedWithWarning" } complete ? complete.Message : null;

    /// <summary>Whether it can be pulled: from <see cref="Export"/>.</summary>
    public bool IsExported => Condition("Progressing") is { IsTrue: true, Reason: "ExportReady" };

    /// <summary>
    /// What it is worth. KubeVirt goes on where the guest cannot be frozen, which only a condition shows.
    /// </summary>
    public Consistency Consistency =>
        Condition("Quiesced") switch
        {
            null => Consistency.Unknown,
            { IsTrue: true } => Consistency.FilesystemConsistent,
            _ => Consistency.CrashConsistent,
        };

    /// <summary>
    /// The export through which a pulled backup is read, for <see cref="Exports.VirtualMachineExports"/>: it bears the
    /// backup's name.
    /// </summary>
    public ResourceId Export => new(Kinds.VirtualMachineExport, Id.Namespace, Id.Name);

    internal static VirtualMachineBackup Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            IsIncremental = resource.StringAt("/status/type") is { } type ? type == "Incremental" : null,
            Checkpoint = resource.StringAt("/status/checkpointName"),
            Volumes =
            [
                .. StatusReader
                    .Objects(resource, "/status/includedVolumes")
                    .Select(volume => new BackupVolume(
                        StatusReader.Text(volume, "volumeName"),
                        Address(StatusReader.Text(volume, "dataEndpoint")),
                        Address(StatusReader.Text(volume, "mapEndpoint"))
                    )),
            ],
            Conditions = StatusCondition.ReadAll(resource),
        };

    private static Uri? Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
