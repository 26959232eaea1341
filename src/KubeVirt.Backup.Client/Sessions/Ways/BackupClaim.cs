using System.Globalization;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>The claim into which the backup of one machine is pushed: one that was named, or one that is made for it.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/cbt/backup_target_pvc.go: it must be there, of the mode Filesystem, and is attached to the node
/// of the guest.
/// </remarks>
internal sealed class BackupClaim(WayContext context, PlannedMachine machine)
{
    private const long MiB = 1L << 20;
    private Resource? _made;

    private ActionObjects Objects => context.Work.Ways.Objects;

    /// <summary>Its id.</summary>
    public ResourceId Id { get; } =
        new(
            Kinds.PersistentVolumeClaim,
            machine.Id.Namespace,
            context.Work.Claim ?? $"{context.NameFor(machine)}-data"
        );

    /// <summary>What stands against it; <see langword="null"/> where nothing does.</summary>
    public async Task<Finding?> CheckAsync(CancellationToken cancellationToken)
    {
        if (context.Work.Claim is null)
        {
            return machine.Bytes is null
                ? Refused(
                    "The size of its volumes is not known, so that no claim can be made for the backup. Name one."
                )
                : null;
        }

        var found = await Objects.FindAsync(Id, cancellationToken).ConfigureAwait(false);
        if (found is null)
            return Refused($"There is no {Id}. Create it, or let the session make one.");

        return found.StringAt("/spec/volumeMode") == "Block"
            ? Refused($"{Id} is of the mode Block, and KubeVirt writes files. Name one of the mode Filesystem.")
            : null;
    }

    /// <summary>Makes the claim, where none was named.</summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (context.Work.Claim is not null)
            return;

        var spec = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteOnce"),
            ["volumeMode"] = "Filesystem",
            ["resources"] = new JsonObject
            {
                ["requests"] = new JsonObject { ["storage"] = SizeFor(machine.Bytes!.Value) },
            },
        };
        if (machine.Volumes.Select(volume => volume.StorageClass).OfType<string>().FirstOrDefault() is { } storage)
            spec["storageClassName"] = storage;
        var labels = context.Work.Backup.Labels ?? new Dictionary<string, string>();
        var request = Guid.NewGuid().ToString();
        _made = await Objects.CreateAsync(Id, request, labels, spec, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the claim, where it was made here. One that was named is the user's.</summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_made is null)
            return;

        await Objects.DeleteAsync(Id, ActionState.UidOf(_made), cancellationToken).ConfigureAwait(false);
        _made = null;
    }

    /// <summary>The volumes and a tenth more, in whole MiB: tables of the images, and the file system itself.</summary>
    private static string SizeFor(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{(bytes / 10 * 11 / MiB) + 64}Mi");

    private Finding Refused(string why) =>
        new(FindingIds.WayNotPossible, FindingSeverity.Error, machine.Id, null, $"No VirtualMachineBackup: {why}");
}
