using System.Collections.Immutable;
using System.ComponentModel;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Chooses disks of machines by their name, machine, claim, labels, storage class, size and by what they are; every part
/// that is given must hold. Immutable. Binds from configuration as the text that <see cref="Parse"/> reads.
/// </summary>
/// <example>
/// <code language="csharp">
/// DiskSelector scratch = DiskSelector.Parse("machines=shop/*; names=scratch*,swap");
/// DiskSelector large = DiskSelector.Parse("classes=ceph-*; size=1Ti..");
/// DiskSelector odd = DiskSelector.Parse("is=shareable,hostDisk");
/// </code>
/// </example>
[TypeConverter(typeof(DiskSelectorConverter))]
public sealed record DiskSelector
{
    /// <summary>Takes every disk.</summary>
    public static DiskSelector Everything { get; } = new();

    /// <summary>
    /// Machines, one of which the disk must be of: names, or namespaces and names divided by a slash, with <c>*</c> and
    /// <c>?</c>. Default: empty, any.
    /// </summary>
    public IReadOnlyList<string> Machines { get; init; } = [];

    /// <summary>
    /// Names of disks, one of which it must have, with <c>*</c> and <c>?</c>: what the machine calls the volume. Default:
    /// empty, any.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// Names of PersistentVolumeClaims, on one of which it must be, with <c>*</c> and <c>?</c>. Default: empty, any.
    /// </summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>
    /// Names of storage classes, one of which its claim must name, with <c>*</c> and <c>?</c>. Default: empty, any.
    /// </summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Its size; one that is not known is in no range. Default: <see langword="null"/>, any.</summary>
    public DiskSizeRange? Size { get; init; }

    /// <summary>
    /// What it may be, of which one must hold: words of <see cref="DiskTraits"/>, such as <c>shareable</c>, and sources
    /// of volumes, such as <c>hostDisk</c>. Default: empty, anything.
    /// </summary>
    public IReadOnlyList<string> Is { get; init; } = [];

    /// <summary>
    /// Labels that its claim must have; a disk without a claim that was found has none. Default: <see langword="null"/>,
    /// any.
    /// </summary>
    public LabelSelector? Labels { get; init; }

    /// <summary>
    /// Reads a selector such as <c>machines=shop/db; names=scratch*; size=100Gi..</c>, or the name of a disk alone.
    /// </summary>
    /// <param name="text">
    /// The parts <c>machines</c>, <c>names</c>, <c>claims</c>, <c>classes</c>, <c>size</c>, <c>is</c> and <c>labels</c>,
    /// each once and in any order, divided by semicolons; <c>*</c> for every disk.
    /// </param>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static DiskSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return DiskSelectorParser.Parse(text);
    }

    /// <summary>Whether every part that is given holds for a disk.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="claim">Its claim, with its labels; <see langword="null"/> where it has none or none was found.</param>
    public bool Matches(PlannedDisk disk, Resource? claim)
    {
        ArgumentNullException.ThrowIfNull(disk);

        return IsOf(disk.Machine)
            && (Names.Count == 0 || ResourceSelector.IsLike(disk.Name, Names))
            && IsLike(disk.Claim?.Name, Claims)
            && IsLike(disk.StorageClass, Classes)
            && Size?.Contains(disk.Bytes) != false
            && (Is.Count == 0 || disk.Traits.Any(trait => Is.Contains(trait, StringComparer.Ordinal)))
            && (Labels is null || (claim is not null && Labels.Matches(claim)));
    }

    /// <summary>The text form, which <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add("machines", Machines);
        Add("names", Names);
        Add("claims", Claims);
        Add("classes", Classes);
        if (Size is { } size)
            parts.Add($"size={size}");
        Add("is", Is);
        if (Labels is not null)
            parts.Add($"labels={Labels}");

        return parts.Count == 0 ? "*" : string.Join("; ", parts);

        void Add(string key, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
                parts.Add($"{key}={string.Join(',', values)}");
        }
    }

    /// <summary>Whether the part <c>machines</c> holds for a machine.</summary>
    internal bool IsOf(ResourceId machine)
    {
        foreach (var pattern in Machines)
        {
            var name = pattern.Contains('/', StringComparison.Ordinal)
                ? $"{machine.Namespace}/{machine.Name}"
                : machine.Name;
            if (ResourceSelector.IsLike(name, [pattern]))
                return true;
        }

        return Machines.Count == 0;
    }

    private static bool IsLike(string? name, IReadOnlyList<string> patterns) =>
        patterns.Count == 0 || (name is not null && ResourceSelector.IsLike(name, patterns));
}
