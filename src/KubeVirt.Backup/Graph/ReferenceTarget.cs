namespace KubeVirt.Backup.Graph;

/// <summary>
/// What a reference points at: one object by name, or all objects of a kind with a label or an owner.
/// </summary>
public readonly record struct ReferenceTarget
{
    private ReferenceTarget(TargetMode mode, ResourceId id, string? labelKey, string? fallbackName)
    {
        Mode = mode;
        Id = id;
        LabelKey = labelKey;
        FallbackName = fallbackName;
    }

    /// <summary>By what the target is found.</summary>
    public TargetMode Mode { get; }

    /// <summary>Kind of the target.</summary>
    public GroupKind Kind => Id.Kind;

    /// <summary>Namespace of the target; <see langword="null"/> where it is cluster-scoped.</summary>
    public string? Namespace => Id.Namespace;

    /// <summary>The name, the label's value or the owner's UID.</summary>
    public string Value => Id.Name;

    /// <summary>The target where it is named; else only the holder of kind, namespace and value.</summary>
    internal ResourceId Id { get; }

    /// <summary>The label's key, where the target is found by a label.</summary>
    public string? LabelKey { get; }

    /// <summary>The name to look for where no object has the label.</summary>
    public string? FallbackName { get; }

    /// <summary>One object by name.</summary>
    public static ReferenceTarget Named(ResourceId id) => new(TargetMode.Name, id, null, null);

    /// <summary>
    /// All objects of a kind with a label, or else, where <paramref name="fallbackName"/> is given, the one of that
    /// name.
    /// </summary>
    public static ReferenceTarget Labelled(
        GroupKind kind,
        string? @namespace,
        string key,
        string value,
        string? fallbackName = null
    ) => new(TargetMode.Label, ResourceId.Unchecked(kind, @namespace, value), key, fallbackName);

    /// <summary>All objects of a kind that an ownerReference ties to this UID.</summary>
    public static ReferenceTarget OwnedBy(GroupKind kind, string? @namespace, string ownerUid) =>
        new(TargetMode.OwnerUid, ResourceId.Unchecked(kind, @namespace, ownerUid), null, null);
}
