namespace KubeVirt.Backup.Client.Guests;

/// <summary>A file system that a guest has mounted.</summary>
/// <param name="Name">The guest's name of the block device, such as <c>vda1</c>.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Type">Its type, such as <c>ext4</c>.</param>
/// <param name="UsedBytes">Bytes in use.</param>
/// <param name="TotalBytes">Bytes in all.</param>
/// <param name="Serials">
/// Serials of the disks that it lies on, by which the volumes are found; empty where the guest reports none.
/// </param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstanceFileSystem.</remarks>
public sealed record GuestFileSystem(
    string Name,
    string MountPoint,
    string Type,
    long UsedBytes,
    long TotalBytes,
    IReadOnlyList<string> Serials
);
