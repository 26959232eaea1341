using System.CommandLine;
using KubeVirt.Backup;
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

    private static Option<string[]> Many(string name, string form, string description) =>
        new(name) { HelpName = form, Description = description };
}
