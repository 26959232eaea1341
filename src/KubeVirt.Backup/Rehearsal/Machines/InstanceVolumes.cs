using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Whether the volumes of an instance are there and have their data.</summary>
/// <remarks>Source: KubeVirt pkg/virt-controller/watch/vmi/datavolumes.go, CDI
/// pkg/apis/core/v1beta1/utils.go.</remarks>
internal sealed class InstanceVolumes(World world, WorldObject instance)
{
    private IReadOnlyList<MachineVolumes> Volumes { get; } = [.. MachineVolumes.Of(instance.At("/spec"))];

    /// <summary>Whether a DataVolume has failed; the instance then fails, too.</summary>
    public bool HasFailed => DataVolumes.Any(volume => volume.Phase == "Failed");

    /// <summary>Whether a DataVolume waits until a pod uses its claim.</summary>
    public bool WaitForConsumer => DataVolumes.Any(volume => volume.Phase == "WaitForFirstConsumer");

    /// <summary>The DataVolumes that stand behind the volumes.</summary>
    private IEnumerable<WorldObject> DataVolumes => Volumes.Select(DataVolumeOf).OfType<WorldObject>();

    /// <param name="areReady">Whether the pod can be made.</param>
    /// <param name="waits">Whether a pod of no use is needed first, so that the class makes the volume.</param>
    /// <returns>Why it cannot go on; <see langword="null"/> where it can.</returns>
    public SyncError? Check(out bool areReady, out bool waits)
    {
        areReady = true;
        waits = false;
        foreach (var volume in Volumes)
        {
            if (world.Find(Kinds.PersistentVolumeClaim, instance.Namespace, volume.Claim) is not { } claim)
            {
                areReady = false;
                var message = $"PVC {instance.Namespace}/{volume.Claim} does not exist, waiting for it to appear";
                return new SyncError(KubeVirtNames.FailedPvcNotFound, message);
            }

            var phase = OwnerOfData(claim)?.Phase ?? "Succeeded";
            waits |= phase == "WaitForFirstConsumer";
            areReady &= phase is "Succeeded" or "PendingPopulation" or "WaitForFirstConsumer";
        }

        return null;
    }

    /// <summary>Whether all DataVolumes are ready; <see langword="null"/> where there is none.</summary>
    public JsonObject? ToCondition()
    {
        const string Type = "DataVolumesReady";
        var states = DataVolumes.Select(volume => Conditions.StatusOf(volume, "Ready") ?? "Unknown").ToList();
        if (states.Count == 0)
            return null;
        if (states.All(state => state == "True"))
            return Conditions.Of(Type, "True", "AllDVsReady", "All of the VMI's DVs are bound and ready");

        var status = states.Contains("False", StringComparer.Ordinal) ? "False" : "Unknown";
        return Conditions.Of(Type, status, "NotAllDVsReady", "Not all of the VMI's DVs are ready");
    }

    private WorldObject? DataVolumeOf(MachineVolumes volume)
    {
        if (volume.IsDataVolume)
            return world.Find(Kinds.DataVolume, instance.Namespace, volume.Claim);

        var claim = world.Find(Kinds.PersistentVolumeClaim, instance.Namespace, volume.Claim);
        return claim is null ? null : OwnerOfData(claim);
    }

    /// <summary>The DataVolume that owns a claim.</summary>
    private WorldObject? OwnerOfData(WorldObject claim) =>
        claim.ControllerOwner is { } owner && owner.Kind == Kinds.DataVolume
            ? world.Find(owner.Kind, claim.Namespace, owner.Name)
            : null;
}
