namespace KubeVirt.Backup.Restore;

/// <summary>
/// A <see cref="NameMap"/> as it stands in configuration: maps from the old name to the new one. Each has the form of the
/// method of <see cref="NameMapBuilder"/> that it is read by.
/// </summary>
/// <remarks>
/// A colon divides sections of configuration, so that no old name may have one. Checked by <see cref="ToNameMap"/>, not
/// when it is bound.
/// </remarks>
/// <example>
/// <code language="csharp">
/// // "Names": { "Namespaces": { "shop": "shop-copy" }, "StorageClasses": { "ceph-block": "standard" } }
/// var settings = new NameMapOptions { Namespaces = { ["shop"] = "shop-copy" } };
/// NameMap names = settings.ToNameMap();
/// </code>
/// </example>
public sealed class NameMapOptions
{
    /// <summary>Namespaces, such as <c>shop</c> to <c>shop-copy</c>. Default: none.</summary>
    public IDictionary<string, string> Namespaces { get; init; } = NewMap();

    /// <summary>Storage classes that others stand in for. Default: none.</summary>
    public IDictionary<string, string> StorageClasses { get; init; } = NewMap();

    /// <summary>VolumeSnapshotClasses that others stand in for. Default: none.</summary>
    public IDictionary<string, string> SnapshotClasses { get; init; } = NewMap();

    /// <summary>Networks that others stand in for, such as <c>shop/vlan1</c> to <c>test/vlan7</c>. Default: none.</summary>
    public IDictionary<string, string> Networks { get; init; } = NewMap();

    /// <summary>VirtualMachines with their new names, such as <c>shop/db</c> to <c>db2</c>. Default: none.</summary>
    public IDictionary<string, string> Machines { get; init; } = NewMap();

    /// <summary>Other objects by id, such as <c>Secret/shop/login</c> to <c>login2</c>. Default: none.</summary>
    public IDictionary<string, string> Names { get; init; } = NewMap();

    /// <summary>Makes the map.</summary>
    /// <exception cref="ArgumentException">An entry is none; the message quotes it, and says what form it has.</exception>
    public NameMap ToNameMap()
    {
        var builder = new NameMapBuilder();
        AddAll(Namespaces, builder.AddNamespace);
        AddAll(StorageClasses, builder.AddStorageClass);
        AddAll(SnapshotClasses, builder.AddSnapshotClass);
        AddAll(Networks, builder.AddNetwork);
        AddAll(Machines, builder.AddMachine);
        AddAll(Names, builder.AddName);

        return builder.Build();
    }

    private static void AddAll(IDictionary<string, string> map, Action<string> add)
    {
        foreach (var (old, now) in map)
            add($"{old}={now}");
    }

    private static Dictionary<string, string> NewMap() => new(StringComparer.Ordinal);
}
