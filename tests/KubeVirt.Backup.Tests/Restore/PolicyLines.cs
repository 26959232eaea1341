using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Policies with parameters, written as one line: the name, then words.</summary>
internal static class PolicyLines
{
    private static readonly Dictionary<string, Func<string[], RestorePolicy>> Makers = new(StringComparer.Ordinal)
    {
        ["convert-data-volumes"] = _ => new ConvertDataVolumes(),
        ["reimport-data-volumes"] = _ => new ReimportDataVolumes(),
        ["move-to-pod-network"] = words => new MoveToPodNetwork([
            .. words.Select(Network).DefaultIfEmpty(Network("ns/vlan")),
        ]),
        ["move-off-pod-network"] = words => new MoveOffPodNetwork(
            Network(words[0]),
            words.Length > 2 ? [words[2]] : null,
            words.ElementAtOrDefault(1) ?? "bridge"
        ),
        ["drop-networks"] = words => new DropNetworks(
            [.. words.Where(word => word != "pod").Select(Network)],
            words.Contains("pod")
        ),
        ["refuse-half-mapped-networks"] = _ => new RefuseHalfMappedNetworks(),
        ["shared-belongings"] = words => new SharedBelongings(words is ["refuse"]),
        ["warn-of-selected-copies"] = words => new WarnOfSelectedCopies(words is ["error"]),
        ["clear-static-addresses"] = _ => new ClearStaticAddresses(),
        ["map-static-addresses"] = words => new MapStaticAddresses(
            words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts[1])
        ),
        ["set-access-modes"] = words => new SetAccessModes(words[0].Split(','), words.ElementAtOrDefault(1)),
        ["set-volume-mode"] = words => new SetVolumeMode(words[0], words.ElementAtOrDefault(1)),
        ["round-sizes"] = words => new RoundSizes(words[0], words.ElementAtOrDefault(1), words.ElementAtOrDefault(2)),
        ["restore-from-snapshots"] = words => new RestoreFromSnapshots(
            words.Select(word => word.Split('=')).ToDictionary(parts => Claim(parts[0]), parts => parts[1])
        ),
        // Selectors without white space.
        ["drop-disks"] = words => new DropDisks(DiskSelection.Parse([], words)),
        ["blank-disks"] = words => new BlankDisks(DiskSelection.Parse([], words)),
        ["use-target-disks"] = words => new UseTargetDisks(DiskSelection.Parse([], words)),
        ["map-disks"] = words => new MapDisks(
            words.Select(word => word.Split('=')).ToDictionary(parts => Claim(parts[0]), parts => parts[1])
        ),
        ["share-disks-once"] = words => new ShareDisksOnce(words.Select(Claim)),
        ["hold-run-state"] = _ => new HoldRunState(),
        ["release-run-state"] = _ => new ReleaseRunState(),
        // A selector without white space, then the patch.
        ["patch-json"] = words => new PatchJson(ResourceSelector.Parse(words[0]), string.Join(' ', words[1..])),
        ["patch-merge"] = words => new PatchMerge(ResourceSelector.Parse(words[0]), string.Join(' ', words[1..])),
        ["skip-selected"] = words => new SkipSelected(ResourceSelector.Parse(words[0]), "It was asked for."),
        ["keep-hostname"] = _ => new KeepHostname(),
        ["map-mac-addresses"] = MapMacAddresses,
        ["generate-mac-addresses"] = words => new GenerateMacAddresses(words[0], words.ElementAtOrDefault(1) ?? ""),
        ["new-system-serial"] = words => new NewSerial(IdentityField.FirmwareSerial, words.ElementAtOrDefault(0) ?? ""),
        ["new-chassis-serial"] = words => new NewSerial(IdentityField.ChassisSerial, words.ElementAtOrDefault(0) ?? ""),
        ["set-firmware-uuid"] = words => new SetIdentity(IdentityField.FirmwareUuid, Values(words)),
        ["set-system-serial"] = words => new SetIdentity(IdentityField.FirmwareSerial, Values(words)),
        ["set-chassis-serial"] = words => new SetIdentity(IdentityField.ChassisSerial, Values(words)),
        ["set-hostname"] = words => new SetIdentity(IdentityField.Hostname, Values(words)),
        ["clear-firmware-uuid"] = _ => new ClearIdentity(IdentityField.FirmwareUuid),
        ["clear-system-serial"] = _ => new ClearIdentity(IdentityField.FirmwareSerial),
        ["clear-chassis-serial"] = _ => new ClearIdentity(IdentityField.ChassisSerial),
        ["clear-hostname"] = _ => new ClearIdentity(IdentityField.Hostname),
    };

    public static IEnumerable<string> Names => Makers.Keys;

    /// <summary>The policy of a line, or <see langword="null"/> where the name is none of these.</summary>
    public static RestorePolicy? Read(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Makers.TryGetValue(words[0], out var make) ? make(words[1..]) : null;
    }

    // Of the form old=new, or machine,interface=new.
    private static MapMacAddresses MapMacAddresses(string[] words)
    {
        var maps = words.Select(word => word.Split('=')).ToLookup(parts => parts[0].Contains(','));
        return new MapMacAddresses(
            maps[false].ToDictionary(parts => parts[0], parts => parts[1]),
            maps[true]
                .ToDictionary(
                    parts => new MachineInterface(Machine(parts[0].Split(',')[0]), parts[0].Split(',')[1]),
                    parts => parts[1]
                )
        );
    }

    private static Dictionary<ResourceId, string> Values(string[] words) =>
        words.Select(word => word.Split('=')).ToDictionary(parts => Machine(parts[0]), parts => parts[1]);

    private static ResourceId Machine(string text) => ResourceId.Parse($"VirtualMachine.kubevirt.io/{text}");

    private static ResourceId Claim(string text) => ResourceId.Parse($"PersistentVolumeClaim/{text}");

    private static ResourceId Network(string text) =>
        ResourceId.Parse($"NetworkAttachmentDefinition.k8s.cni.cncf.io/{text}");
}
