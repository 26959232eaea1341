using System.CommandLine;
using KubeVirt.Backup;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;

/// <summary>The options that restore.cs and live-restore.cs have in common.</summary>
internal sealed class RestoreArguments
{
    private const string PodNetwork = "=pod";

    private readonly Option<string[]> _roots = Many(
        "--root",
        "ID",
        "Restore this object, such as vm/shop/db, and all that it needs."
    );
    private readonly Option<string[]> _namespaces = Many("--map-namespace", "A=B", "Namespace A becomes B.");
    private readonly Option<string[]> _storageClasses = Many(
        "--map-storage-class",
        "A=B",
        "Storage class B stands in for A."
    );
    private readonly Option<string[]> _networks = Many(
        "--map-network",
        "NS/A=NS/B|NS/A=pod",
        "Network B, or the pod network, stands in for A."
    );
    private readonly Option<string[]> _snapshotClasses = Many(
        "--map-snapshot-class",
        "A=B",
        "VolumeSnapshotClass B stands in for A."
    );
    private readonly Option<string[]> _machines = Many("--rename-vm", "NS/A=B", "Machine A of namespace NS becomes B.");
    private readonly Option<string[]> _names = Many("--rename", "ID=B", "This object becomes B.");
    private readonly Option<bool> _renamesOwned = new("--rename-owned")
    {
        Description = "Rename what belongs to a renamed machine, too.",
    };
    private readonly Option<string> _identity = new Option<string>("--identity")
    {
        Description = "Whether machines keep MAC addresses, UUIDs and serials.",
        DefaultValueFactory = _ => "preserve",
    }.AcceptOnlyFromAmong("preserve", "unique");
    private readonly Option<string> _runStrategy = new("--run-strategy")
    {
        Description = "keep, hold (start nothing until it is released), or the run strategy that machines get.",
        DefaultValueFactory = _ => "keep",
    };

    private readonly Option<string[]> _disks = Many(
        "--disks",
        "SELECTOR",
        "Bring back the data of these disks, such as data or 'machines=shop/*; size=..1Ti'. Default: all."
    );
    private readonly Option<string[]> _withoutDisks = Many(
        "--without-disk",
        "SELECTOR",
        "Do not bring back the data of these disks, such as scratch or 'is=shareable,hostDisk'."
    );
    private readonly Option<string> _otherDisks = new Option<string>("--other-disks")
    {
        Description =
            "What stands in the place of the other disks: a blank one, none, or the claim that the target has.",
        DefaultValueFactory = _ => "blank",
    }.AcceptOnlyFromAmong("blank", "drop", "target");
    private readonly Option<string[]> _diskClaims = Many(
        "--map-disk",
        "NS/A=B",
        "Claim B of the target stands in for claim A of namespace NS."
    );

    private readonly Option<bool> _allowEmpty = new("--allow-empty") { Description = "A restore of nothing is fine." };

    public void AddTo(RootCommand command)
    {
        Option[] options =
        [
            _roots,
            _namespaces,
            _storageClasses,
            _networks,
            _snapshotClasses,
            _machines,
            _names,
            _renamesOwned,
            _identity,
            _runStrategy,
            _disks,
            _withoutDisks,
            _otherDisks,
            _diskClaims,
            _allowEmpty,
        ];
        foreach (var option in options)
            command.Options.Add(option);
    }

    public RestoreOptions Read(ParseResult parsed)
    {
        var runStrategy = parsed.GetValue(_runStrategy);
        var networks = parsed.GetValue(_networks) ?? [];

        return new RestoreOptions
        {
            Roots = [.. (parsed.GetValue(_roots) ?? []).Select(KindNames.ParseId)],
            Names = ReadNames(parsed, networks),
            RenameOwned = parsed.GetValue(_renamesOwned),
            PodNetworks = [.. networks.Where(map => map.EndsWith(PodNetwork)).Select(ReadNetwork)],
            Identity = parsed.GetValue(_identity) == "unique" ? GuestIdentity.Unique : GuestIdentity.Preserve,
            RunStrategy = runStrategy is "keep" or "hold" ? null : runStrategy,
            Hold = runStrategy == "hold",
            Disks = DiskSelection.Parse(parsed.GetValue(_disks) ?? [], parsed.GetValue(_withoutDisks) ?? []),
            OtherDisks = parsed.GetValue(_otherDisks) switch
            {
                "drop" => DiskReplacement.Dropped,
                "target" => DiskReplacement.TargetClaim,
                _ => DiskReplacement.Blank,
            },
            DiskClaims = (parsed.GetValue(_diskClaims) ?? []).Select(ReadClaim).ToDictionary(),
            AllowEmpty = parsed.GetValue(_allowEmpty),
        };
    }

    private NameMap ReadNames(ParseResult parsed, string[] networks)
    {
        var names = new NameMapBuilder();
        ForEach(_namespaces, names.AddNamespace);
        ForEach(_storageClasses, names.AddStorageClass);
        ForEach(_snapshotClasses, names.AddSnapshotClass);
        ForEach(_machines, names.AddMachine);
        ForEach(_names, names.AddName);
        foreach (var map in networks.Where(map => !map.EndsWith(PodNetwork)))
            names.AddNetwork(map);

        return names.Build();

        void ForEach(Option<string[]> option, Action<string> add) => Array.ForEach(parsed.GetValue(option) ?? [], add);
    }

    private static ResourceId ReadNetwork(string map) =>
        map[..^PodNetwork.Length].Split('/') is [{ Length: > 0 } @namespace, { Length: > 0 } name]
            ? new ResourceId(Kinds.NetworkAttachmentDefinition, @namespace, name)
            : throw new ArgumentException($"'{map}' is not of the form NS/A=NS/B or NS/A=pod.");

    private static KeyValuePair<ResourceId, string> ReadClaim(string map) =>
        map.Split('=') is [var from, { Length: > 0 } to]
        && from.Split('/') is [{ Length: > 0 } @namespace, { Length: > 0 } name]
            ? new(new ResourceId(Kinds.PersistentVolumeClaim, @namespace, name), to)
            : throw new ArgumentException($"'{map}' is not of the form NS/A=B.");

    private static Option<string[]> Many(string name, string form, string description) =>
        new(name) { HelpName = form, Description = description };
}
