using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Files;

/// <summary>A restore of files into a running guest, as it was read last.</summary>
/// <param name="Id">The VirtualMachineFileRestore.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>Source: vm-file-restore-operator api/v1alpha1/virtualmachinefilerestore_types.go.</remarks>
public sealed record VirtualMachineFileRestore(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>
    /// <c>New</c>, <c>Init</c>, <c>Hotplugging</c>, <c>WaitingForAttachment</c>, <c>SSHConnecting</c>, <c>Restoring</c>,
    /// <c>VolumeReady</c>, <c>Cleanup</c>, <c>Succeeded</c> or <c>Failed</c>; empty before the operator has worked on it.
    /// </summary>
    public string Phase { get; init; } = "";

    /// <summary>
    /// How many files were copied; 0 where the guest had all of them as they are. <see langword="null"/> before that, and
    /// where files are picked by hand.
    /// </summary>
    public int? RestoredFiles { get; init; }

    /// <summary>Where the volume is mounted in the guest; <see langword="null"/> before it is.</summary>
    public string? MountPath { get; init; }

    /// <summary>When it began; <see langword="null"/> before.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it was done; <see langword="null"/> before.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>Whether the files are restored.</summary>
    public bool IsComplete => Phase == "Succeeded";

    /// <summary>Whether the volume is mounted in the guest, for files to be picked by hand.</summary>
    public bool IsMounted => Phase == "VolumeReady";

    internal static VirtualMachineFileRestore Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            Phase = resource.StringAt("/status/phase") ?? "",
            RestoredFiles =
                resource.At("/status/restoredFilesCount") is { ValueKind: JsonValueKind.Number } count
                && count.TryGetInt32(out var files)
                    ? files
                    : null,
            MountPath = resource.StringAt("/status/mountPath"),
            StartTime = StatusReader.Time(resource, "/status/startTime"),
            CompletionTime = StatusReader.Time(resource, "/status/completionTime"),
            Conditions = StatusCondition.ReadAll(resource),
            Error = resource.StringAt("/status/errorMessage"),
        };
}
