using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Reads the disks of a machine: what they are, not what becomes of them.</summary>
internal sealed class MachineDisks
{
    private readonly ResourceGraph _graph;
    private readonly Resource _machine;
    private readonly Dictionary<string, JsonElement> _devices;
    private readonly HashSet<string> _fileSystems;
    private readonly HashSet<string> _notSnapshottable;
    private readonly string? _boot;

    private MachineDisks(ResourceGraph graph, Resource machine, JsonElement? spec)
    {
        var devices = JsonMembers.Find(JsonMembers.Find(spec, "domain"), "devices");
        _graph = graph;
        _machine = machine;
        _devices = ByName(JsonMembers.Find(devices, "disks"));
        _fileSystems = [.. ByName(JsonMembers.Find(devices, "filesystems")).Keys];
        _notSnapshottable = [.. Refused(machine)];
        _boot = BootDisk.Of(spec);
    }

    /// <summary>The disks, in the order of the volumes; those of the guest alone come last.</summary>
    /// <param name="graph">What was found.</param>
    /// <param name="id">A VirtualMachine, or a VirtualMachineInstance without one.</param>
    public static IReadOnlyList<PlannedDisk> Of(ResourceGraph graph, ResourceId id)
    {
        if (graph.FindResource(id) is not { } machine)
            return [];

        var isGuest = id.Kind == Kinds.VirtualMachineInstance;
        var spec = isGuest ? "/spec" : "/spec/template/spec";
        var disks = new MachineDisks(graph, machine, machine.At(spec)).Read(machine, spec, isGuestAlone: false);
        var guest = isGuest ? null : graph.FindResource(id.WithKind(Kinds.VirtualMachineInstance));
        if (guest is null)
            return disks;

        var known = disks.Select(disk => disk.Name).ToHashSet(StringComparer.Ordinal);
        var plugged = new MachineDisks(graph, machine, guest.At("/spec"))
            .Read(guest, "/spec", isGuestAlone: true)
            .Where(disk => !known.Contains(disk.Name));

        return [.. disks, .. plugged];
    }

    private List<PlannedDisk> Read(Resource holder, string spec, bool isGuestAlone)
    {
        var disks = new List<PlannedDisk>();
        foreach (var (index, volume) in JsonMembers.Items(holder.At($"{spec}/volumes")).Index())
        {
            if (JsonMembers.Text(volume, "name") is { Length: > 0 } name)
                disks.Add(Describe(name, volume, $"{spec}/volumes/{index}", isGuestAlone));
        }

        return disks;
    }

    private PlannedDisk Describe(string name, JsonElement volume, string path, bool isGuestAlone)
    {
        var source = Array.Find(DiskTraits.Sources, field => JsonMembers.Find(volume, field) is not null) ?? "";
        var body = JsonMembers.Find(volume, source);
        var claim = ClaimOf(source, body);
        var found = claim is { } id ? _graph.FindResource(id) : null;
        JsonElement? device = _devices.TryGetValue(name, out var known) ? known : null;

        return new PlannedDisk
        {
            Machine = _machine.Id,
            Name = name,
            Source = source,
            Claim = claim,
            Path = path,
            Traits = TraitsOf(name, source, body, device, isGuestAlone),
            BootOrder = isGuestAlone ? null : BootDisk.OrderOf(device),
            StorageClass = found is null ? null : ClaimFacts.ClassOf(found),
            Bytes = found is null ? null : ClaimFacts.BytesOf(found),
        };
    }

    private string[] TraitsOf(string name, string source, JsonElement? body, JsonElement? device, bool isGuestAlone)
    {
        var target = JsonMembers.Find(device, "disk") ?? JsonMembers.Find(device, "lun");
        var isCdRom = JsonMembers.Find(device, "cdrom") is not null;
        var isReadOnly =
            isCdRom
            || source == "ephemeral"
            || JsonMembers.IsTrue(target, "readonly")
            || JsonMembers.IsTrue(body, "readOnly");
        (string Trait, bool Holds)[] traits =
        [
            (DiskTraits.Boot, name == _boot && !isGuestAlone),
            (DiskTraits.CdRom, isCdRom),
            (DiskTraits.Lun, JsonMembers.Find(device, "lun") is not null),
            (DiskTraits.FileSystem, _fileSystems.Contains(name)),
            (DiskTraits.Shareable, JsonMembers.IsTrue(device, "shareable")),
            (DiskTraits.ReadOnly, isReadOnly),
            (DiskTraits.HotPluggable, isGuestAlone || JsonMembers.IsTrue(body, "hotpluggable")),
            (DiskTraits.NotSnapshottable, _notSnapshottable.Contains(name)),
            (source, source.Length > 0),
        ];

        return [.. traits.Where(trait => trait.Holds).Select(trait => trait.Trait)];
    }

    /// <summary>The claim of a volume; that of a DataVolume has its name.</summary>
    private ResourceId? ClaimOf(string source, JsonElement? body)
    {
        var name = source switch
        {
            "persistentVolumeClaim" or "memoryDump" => JsonMembers.Text(body, "claimName"),
            "dataVolume" => JsonMembers.Text(body, "name"),
            "ephemeral" => JsonMembers.Text(JsonMembers.Find(body, "persistentVolumeClaim"), "claimName"),
            _ => null,
        };

        return name is not null && ResourceId.IsName(name)
            ? new ResourceId(Kinds.PersistentVolumeClaim, _machine.Id.Namespace, name)
            : null;
    }

    /// <summary>The volumes of which the machine's status says that KubeVirt takes no snapshot.</summary>
    private static IEnumerable<string> Refused(Resource machine) =>
        JsonMembers
            .Items(machine.At("/status/volumeSnapshotStatuses"))
            .Where(status => JsonMembers.Find(status, "enabled") is { ValueKind: JsonValueKind.False })
            .Select(status => JsonMembers.Text(status, "name"))
            .OfType<string>();

    private static Dictionary<string, JsonElement> ByName(JsonElement? list)
    {
        var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in JsonMembers.Items(list))
        {
            if (JsonMembers.Text(item, "name") is { } name)
                items.TryAdd(name, item);
        }

        return items;
    }
}
