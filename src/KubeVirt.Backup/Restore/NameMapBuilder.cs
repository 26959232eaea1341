namespace KubeVirt.Backup.Restore;

/// <summary>
/// Collects maps in the form that people write in a command line or in settings, <c>old=new</c>, and makes a
/// <see cref="NameMap"/> of them.
/// </summary>
/// <remarks>
/// Each mistake is an exception at the call that makes it, so that a program can say which option is wrong. Whether an
/// object exists is checked by the restore, which reports what a map names and the backup lacks.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var builder = new NameMapBuilder();
/// builder.AddNamespace("shop=shop-copy");
/// builder.AddMachine("shop/db=db2");
/// builder.AddStorageClass("ceph-block=standard");
/// NameMap names = builder.Build();
/// </code>
/// </example>
public sealed class NameMapBuilder
{
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, string> _names = [];
    private readonly Dictionary<ResourceId, ResourceId> _substitutes = [];

    /// <summary>Adds <c>A=B</c>: namespace A becomes B, with everything in it.</summary>
    /// <param name="text">The map, such as <c>shop=shop-copy</c>.</param>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddNamespace(string text)
    {
        var (old, now) = Split(text, "A=B");
        if (!_namespaces.TryAdd(old, now))
            throw Twice(text);
    }

    /// <summary>Adds <c>A=B</c>: storage class B stands in for A, which is not restored.</summary>
    /// <param name="text">The map, such as <c>ceph-block=standard</c>.</param>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddStorageClass(string text)
    {
        var (old, now) = Split(text, "A=B");
        var storageClass = Id(Kinds.StorageClass, null, old, text);
        var substitute = Id(Kinds.StorageClass, null, now, text);

        if (!_substitutes.TryAdd(storageClass, substitute))
            throw Twice(text);
    }

    /// <summary>Adds <c>A=B</c>: VolumeSnapshotClass B stands in for A, which is not restored.</summary>
    /// <param name="text">The map, such as <c>ceph-snap=csi-snap</c>.</param>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddSnapshotClass(string text)
    {
        var (old, now) = Split(text, "A=B");
        var snapshotClass = Id(Kinds.VolumeSnapshotClass, null, old, text);
        var substitute = Id(Kinds.VolumeSnapshotClass, null, now, text);

        if (!_substitutes.TryAdd(snapshotClass, substitute))
            throw Twice(text);
    }

    /// <summary>Adds <c>NS/A=NS/B</c>: network B stands in for A.</summary>
    /// <param name="text">
    /// The map. The pod network is no object of a name, so that it cannot stand here: move networks to it with
    /// <see cref="NetworkPolicyExtensions.MoveToPodNetwork"/>.
    /// </param>
    /// <exception cref="ArgumentException">The text is no such map, or A is mapped already.</exception>
    public void AddNetwork(string text)
    {
        const string Form = "NS/A=NS/B";
        var (old, now) = Split(text, Form);
        var network = Qualified(Kinds.NetworkAttachmentDefinition, old, text, Form);
        var substitute = Qualified(Kinds.NetworkAttachmentDefinition, now, text, Form);

        if (!_substitutes.TryAdd(network, substitute))
            throw Twice(text);
    }

    /// <summary>Adds <c>NS/A=B</c>: VirtualMachine A in namespace NS becomes B, with its instance.</summary>
    /// <param name="text">The map, such as <c>shop/db=db2</c>. NS is the namespace in the backup.</param>
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
    /// <param name="text">The map, such as <c>Secret/shop/login=login2</c>.</param>
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

    /// <summary>Makes the map of all that was added. The builder can be added to and built again.</summary>
    /// <exception cref="ArgumentException">
    /// New names are none that Kubernetes accepts; the message lists all of them.
    /// </exception>
    public NameMap Build() => new(_namespaces, _names, _substitutes);

    private static (string Old, string Now) Split(string text, string form)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('=');

        return parts is [{ Length: > 0 } old, { Length: > 0 } now] ? (old, now) : throw Wrong(text, form);
    }

    private static ResourceId Qualified(GroupKind kind, string qualified, string text, string form) =>
        qualified.Split('/') is [var namespaceName, var name]
            ? Id(kind, namespaceName, name, text)
            : throw Wrong(text, form);

    private static ResourceId Id(GroupKind kind, string? namespaceName, string name, string text) =>
        ResourceId.IsName(name) && (namespaceName is null || ResourceId.IsName(namespaceName))
            ? new ResourceId(kind, namespaceName, name)
            : throw Wrong(text, "two names");

    private static ArgumentException Wrong(string text, string form) => new($"'{text}' is not of the form {form}.");

    private static ArgumentException Twice(string text) =>
        new($"'{text}' maps something that another option maps already.");
}
