namespace KubeVirt.Backup.Restore;

/// <summary>
/// Collects maps in the form of a command line, <c>old=new</c>, and makes a <see cref="NameMap"/> of them.
/// </summary>
public sealed class NameMapOptions
{
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, string> _names = [];
    private readonly Dictionary<ResourceId, ResourceId> _substitutes = [];
    private readonly HashSet<ResourceId> _toPod = [];

    /// <summary>Networks that become the pod network.</summary>
    public IReadOnlyCollection<ResourceId> ToPodNetwork => _toPod;

    /// <summary>
    /// Takes an option of a command line: <c>--map-namespace</c>, <c>--map-storage-class</c>,
    /// <c>--map-snapshot-class</c>, <c>--map-network</c>, <c>--rename-vm</c>, <c>--rename</c>.
    /// </summary>
    /// <param name="option">The option.</param>
    /// <param name="value">Gives its value; asked only if the option is one of these.</param>
    /// <returns>Whether it is one of these.</returns>
    /// <exception cref="ArgumentException">The value is no such map, or what it maps is mapped already.</exception>
    public bool TryAdd(string option, Func<string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Action<string>? add = option switch
        {
            "--map-namespace" => AddNamespace,
            "--map-storage-class" => AddStorageClass,
            "--map-snapshot-class" => AddSnapshotClass,
            "--map-network" => AddNetwork,
            "--rename-vm" => AddMachine,
            "--rename" => AddName,
            _ => null,
        };
        add?.Invoke(value());
        return add is not null;
    }

    /// <summary>Adds <c>A=B</c>: namespace A becomes B.</summary>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddNamespace(string text)
    {
        var (old, now) = Split(text, "A=B");
        if (!_namespaces.TryAdd(old, now))
            throw Twice(text);
    }

    /// <summary>Adds <c>A=B</c>: storage class B stands in for A.</summary>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddStorageClass(string text)
    {
        var (old, now) = Split(text, "A=B");
        if (!_substitutes.TryAdd(Id(Kinds.StorageClass, null, old, text), Id(Kinds.StorageClass, null, now, text)))
            throw Twice(text);
    }

    /// <summary>Adds <c>A=B</c>: VolumeSnapshotClass B stands in for A.</summary>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddSnapshotClass(string text)
    {
        var (old, now) = Split(text, "A=B");
        if (
            !_substitutes.TryAdd(
                Id(Kinds.VolumeSnapshotClass, null, old, text),
                Id(Kinds.VolumeSnapshotClass, null, now, text)
            )
        )
            throw Twice(text);
    }

    /// <summary>Adds <c>NS/A=NS/B</c>: network B stands in for A; or <c>NS/A=pod</c>: the pod network does.</summary>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddNetwork(string text)
    {
        var (old, now) = Split(text, "NS/A=NS/B or NS/A=pod");
        var network = Qualified(Kinds.NetworkAttachmentDefinition, old, text, "NS/A=NS/B or NS/A=pod");
        if (_toPod.Contains(network) || _substitutes.ContainsKey(network))
            throw Twice(text);
        if (now == "pod")
            _toPod.Add(network);
        else
            _substitutes.Add(network, Qualified(Kinds.NetworkAttachmentDefinition, now, text, "NS/A=NS/B or NS/A=pod"));
    }

    /// <summary>Adds <c>NS/A=B</c>: VirtualMachine A in namespace NS becomes B.</summary>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddMachine(string text)
    {
        var (old, now) = Split(text, "NS/A=B");
        var machine = Qualified(Kinds.VirtualMachine, old, text, "NS/A=B");
        if (!_names.TryAdd(machine, now))
            throw Twice(text);
    }

    /// <summary>
    /// Adds <c>ID=B</c>: the object becomes B, wherever it lives. A DataVolume stands for its claim too, and the other
    /// way round.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The text is no such map, the object is a namespace, or it is mapped already.
    /// </exception>
    public void AddName(string text)
    {
        var (old, now) = Split(text, "ID=B");
        if (!ResourceId.TryParse(old, null, out var id) || id.Kind == Kinds.Namespace)
            throw Wrong(text, "ID=B, with an id such as Secret/ns1/s1");
        if (!_names.TryAdd(id, now))
            throw Twice(text);
    }

    /// <summary>The map.</summary>
    /// <exception cref="ArgumentException">New names are none that Kubernetes accepts.</exception>
    public NameMap ToNameMap() => new(_namespaces, _names, _substitutes);

    private static (string Old, string Now) Split(string text, string form)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('=');
        return parts is [{ Length: > 0 } old, { Length: > 0 } now] ? (old, now) : throw Wrong(text, form);
    }

    private static ResourceId Qualified(GroupKind kind, string qualified, string text, string form) =>
        qualified.Split('/') is [var ns, var name] ? Id(kind, ns, name, text) : throw Wrong(text, form);

    private static ResourceId Id(GroupKind kind, string? ns, string name, string text) =>
        ResourceId.IsName(name) && (ns is null || ResourceId.IsName(ns))
            ? new ResourceId(kind, ns, name)
            : throw Wrong(text, "two names");

    private static ArgumentException Wrong(string text, string form) => new($"'{text}' is not of the form {form}.");

    private static ArgumentException Twice(string text) =>
        new($"'{text}' maps something that another option maps already.");
}
