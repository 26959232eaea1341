using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Finds the volumes of a plan's machines.</summary>
internal sealed class PlannedVolumes(BackupPlan plan)
{
    private const string MachineVolumes = "/spec/template/spec/volumes";
    private const string GuestVolumes = "/spec/volumes";

    private readonly HashSet<ResourceId> _protected = [.. plan.Volumes];
    private readonly DiskProtections _protections = new(plan);
    private readonly Dictionary<ResourceId, IReadOnlyList<ResourceId>> _users = [];

    /// <summary>The claims with a machine's data, ordered by id.</summary>
    public IReadOnlyList<PlannedVolume> Of(ResourceId machine)
    {
        var disks = plan.DiskChoice.DisksOf(machine).ToLookup(disk => disk.Claim);
        var names = NamesOf(machine);
        var support = SupportOf(machine);
        var references = HoldersOf(machine)
            .SelectMany(plan.Graph.EdgesFrom)
            .Where(edge => edge.Reference.HoldsData && edge.To.Kind == Kinds.PersistentVolumeClaim);

        return
        [
            .. references
                .GroupBy(edge => edge.To)
                .OrderBy(group => group.Key)
                .Select(group =>
                    Describe(group.Key, disks[group.Key]) with
                    {
                        Names = names.GetValueOrDefault(group.Key.Name, []),
                        IsReadOnly = group.All(edge => edge.Reference.IsReadOnly),
                        Snapshots = SupportOf(names.GetValueOrDefault(group.Key.Name, []), support),
                        UsedBy = UsersOf(group.Key),
                    }
                ),
        ];
    }

    private PlannedVolume Describe(ResourceId id, IEnumerable<PlannedDisk> disks)
    {
        var (protection, reason) = _protections.Judge(id, disks);
        var dataVolume = id.WithKind(Kinds.DataVolume);
        var volume = new PlannedVolume
        {
            Claim = id,
            DataVolume = plan.Graph.Find(dataVolume) is { State: NodeState.Observed } ? dataVolume : null,
            IsProtected = _protected.Contains(id),
            Protection = protection,
            Reason = reason,
        };
        if (plan.Graph.FindResource(id) is not { } claim)
            return volume;

        return volume with
        {
            PersistentVolume = VolumeOf(claim),
            StorageClass = ClaimFacts.ClassOf(claim),
            Bytes = ClaimFacts.BytesOf(claim),
            VolumeMode = claim.StringAt("/spec/volumeMode") ?? "Filesystem",
            AccessModes = [.. JsonMembers.Items(claim.At("/spec/accessModes")).Select(TextOf).OfType<string>()],
        };
    }

    /// <summary>A machine and its guest: each can name claims that the other does not.</summary>
    private static IEnumerable<ResourceId> HoldersOf(ResourceId machine) =>
        new[] { machine, machine.WithKind(Kinds.VirtualMachineInstance) }.Distinct();

    /// <summary>The names of the volumes on each claim, by the claim's name.</summary>
    private Dictionary<string, string[]> NamesOf(ResourceId machine)
    {
        var volumes = HoldersOf(machine)
            .Select(plan.Graph.FindResource)
            .OfType<Resource>()
            .SelectMany(holder => NamedVolume.In(holder, ListOf(holder)));

        return volumes
            .GroupBy(volume => volume.Claim, volume => volume.Name, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Distinct().Order(StringComparer.Ordinal).ToArray(),
                StringComparer.Ordinal
            );
    }

    private static string ListOf(Resource holder) =>
        holder.Id.Kind == Kinds.VirtualMachine ? MachineVolumes : GuestVolumes;

    /// <summary>What the status of a machine says of each volume, by the volume's name.</summary>
    private Dictionary<string, bool> SupportOf(ResourceId machine)
    {
        var statuses = plan.Graph.FindResource(machine)?.At("/status/volumeSnapshotStatuses");
        var support = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var status in JsonMembers.Items(statuses))
        {
            var isEnabled = JsonMembers.Find(status, "enabled")?.ValueKind;
            if (
                JsonMembers.Text(status, "name") is { } name
                && isEnabled is (JsonValueKind.True or JsonValueKind.False)
            )
                support[name] = isEnabled == JsonValueKind.True;
        }

        return support;
    }

    /// <summary>What is said of a claim: of several names the worst.</summary>
    private static SnapshotSupport SupportOf(string[] names, Dictionary<string, bool> support)
    {
        var stated = names.Where(support.ContainsKey).Select(name => support[name]).ToList();
        if (stated.Count == 0)
            return SnapshotSupport.Unknown;

        return stated.TrueForAll(isEnabled => isEnabled) ? SnapshotSupport.Supported : SnapshotSupport.Unsupported;
    }

    /// <summary>The machines with data on a claim. Those that share one have one list.</summary>
    private IReadOnlyList<ResourceId> UsersOf(ResourceId claim)
    {
        if (!_users.TryGetValue(claim, out var users))
        {
            var holders = plan.Graph.EdgesTo(claim).Where(edge => edge.Reference.HoldsData).Select(edge => edge.From);
            var machines = holders.Select(holder => DataHolder.MachineOf(plan.Graph, holder)).OfType<ResourceId>();
            _users.Add(claim, users = [.. machines.Distinct().Order()]);
        }

        return users;
    }

    private static ResourceId? VolumeOf(Resource claim) =>
        claim.StringAt("/spec/volumeName") is { } name && ResourceId.IsName(name)
            ? new ResourceId(Kinds.PersistentVolume, null, name)
            : null;

    private static string? TextOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
