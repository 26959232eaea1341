namespace KubeVirt.Backup.Graph;

/// <summary>What a reference points at: one object by name, or all objects of a kind with a label or an owner.</summary>
public readonly record struct ReferenceTarget
{
    private ReferenceTarget(TargetMode mode, GroupKind kind, string? ns, string value, string? labelKey, string? fallbackName)
    {
        Mode = mode;
        Kind = kind;
        Namespace = ns;
        Value = value;
        LabelKey = labelKey;
        FallbackName = fallbackName;
    }

    /// <summary>By what the target is found.</summary>
    public TargetMode Mode { get; }

    /// <summary>Kind of the target.</summary>
    public GroupKind Kind { get; }

    /// <summary>Namespace of the target; <see langword="null"/> where it is cluster-scoped.</summary>
    public string? Namespace { get; }

    /// <summary>The name, the label's value or the owner's UID.</summary>
    public string Value { get; }

    /// <summary>The label's key, where the target is found by a label.</summary>
    public string? LabelKey { get; }

    /// <summary>The name to look for where no object has the label.</summary>
    public string? FallbackName { get; }

    /// <summary>One object by name.</summary>
    public static ReferenceTarget Named(ResourceId id) => new(TargetMode.Name, id.Kind, id.Namespace, id.Name, null, null);

    /// <summary>All objects of a kind with a label, or else, where <paramref name="fallbackName"/> is given, the one of that name.</summary>
    public static ReferenceTarget Labelled(GroupKind kind, string? @namespace, string key, string value, string? fallbackName = null) =>
        new(TargetMode.Label, kind, @namespace, value, key, fallbackName);

    /// <summary>All objects of a kind that an ownerReference ties to this UID.</summary>
    public static ReferenceTarget OwnedBy(GroupKind kind, string? @namespace, string ownerUid) =>
        new(TargetMode.OwnerUid, kind, @namespace, ownerUid, null, null);
}
