using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>From which disk a machine starts.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go: lower boot orders come first, disks without one are not
/// tried where another has one; without any the firmware tries the disks as they stand. A kernel that is given starts
/// without a disk, and so does a machine whose first device is an interface.
/// </remarks>
internal static class BootDisk
{
    /// <summary>The name of the disk; <see langword="null"/> where the machine needs none to start.</summary>
    /// <param name="spec">The spec of a VirtualMachineInstance.</param>
    public static string? Of(JsonElement? spec)
    {
        var domain = JsonMembers.Find(spec, "domain");
        if (JsonMembers.Find(JsonMembers.Find(domain, "firmware"), "kernelBoot") is not null)
            return null;

        var devices = JsonMembers.Find(domain, "devices");
        var sources = BootableVolumes(spec);
        var disks = JsonMembers
            .Items(JsonMembers.Find(devices, "disks"))
            .Where(disk => JsonMembers.Text(disk, "name") is { } name && sources.Contains(name))
            .ToList();
        var interfaces = JsonMembers.Items(JsonMembers.Find(devices, "interfaces")).Select(OrderOf).OfType<int>();
        var first = interfaces.DefaultIfEmpty(int.MaxValue).Min();
        var ordered = disks.Where(disk => OrderOf(disk) is not null).OrderBy(disk => OrderOf(disk)).ToList();
        if (first < int.MaxValue && (ordered.Count == 0 || OrderOf(ordered[0]) > first))
            return null;

        var tried = ordered.Count > 0 ? ordered : disks;
        var chosen = tried.Exists(IsFixed) ? tried.Find(IsFixed) : tried.FirstOrDefault();

        return JsonMembers.Text(chosen, "name");
    }

    /// <summary>The place of a device in the order; <see langword="null"/> where it has none.</summary>
    public static int? OrderOf(JsonElement? device) =>
        JsonMembers.Find(device, "bootOrder") is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt32(out var order)
            ? order
            : null;

    /// <inheritdoc cref="OrderOf(JsonElement?)"/>
    private static int? OrderOf(JsonElement device) => OrderOf((JsonElement?)device);

    private static bool IsFixed(JsonElement disk) => JsonMembers.Find(disk, "cdrom") is null;

    /// <summary>The names of the volumes that a firmware can start from: no cloud-init, no Secret.</summary>
    private static HashSet<string> BootableVolumes(JsonElement? spec) =>
        JsonMembers
            .Items(JsonMembers.Find(spec, "volumes"))
            .Where(volume =>
                Array.Exists(DiskTraits.BootSources, source => JsonMembers.Find(volume, source) is not null)
            )
            .Select(volume => JsonMembers.Text(volume, "name"))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
}
