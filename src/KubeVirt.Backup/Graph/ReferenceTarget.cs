namespace KubeVirt.Backup.Graph;

/// <summary>
/// What a reference names: one object by name, or all objects of a kind that have a label or an owner.
/// </summary>
/// <example>
/// One object by name, and any number of objects by a label:
/// <code language="csharp">
/// ReferenceTarget secret = ReferenceTarget.Named(ResourceId.Parse("Secret/shop/db-login"));
/// ReferenceTarget pods = ReferenceTarget.Labelled(Kinds.Pod, "shop", "vm.kubevirt.io/name", "db");
/// Console.WriteLine($"{secret.Mode} {secret.Value}, {pods.Mode} {pods.LabelKey}={pods.Value}");
/// </code>
/// </example>
public readonly record struct ReferenceTarget
{
    private ReferenceTarget(TargetMode mode, ResourceId id, string? labelKey, string? fallbackName)
    {
        Mode = mode;
        Id = id;
        LabelKey = labelKey;
        FallbackName = fallbackName;
    }

    /// <summary>How the target is found: by name, label or owner.</summary>
    public TargetMode Mode { get; }

    /// <summary>The kind of the target.</summary>
    public GroupKind Kind => Id.Kind;

    /// <summary>The namespace of the target; <see langword="null"/> where it is cluster-scoped.</summary>
    public string? Namespace => Id.Namespace;

    /// <summary>The target's name, the label's value or the owner's UID, depending on <see cref="Mode"/>.</summary>
    public string Value => Id.Name;

    /// <summary>The id of the target where it is named; otherwise it only holds kind, namespace and value.</summary>
    internal ResourceId Id { get; }

    /// <summary>The label's key, where the target is found by a label; otherwise <see langword="null"/>.</summary>
    public string? LabelKey { get; }

    /// <summary>The name to look for where no object has the label; <see langword="null"/> for none.</summary>
    public string? FallbackName { get; }

    /// <summary>One object by name.</summary>
    /// <param name="id">The id of the object.</param>
    public static ReferenceTarget Named(ResourceId id) => new(TargetMode.Name, id, null, null);

    /// <summary>All objects of a kind with a label.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">The namespace; <see langword="null"/> for a cluster-scoped kind.</param>
    /// <param name="key">The label's key.</param>
    /// <param name="value">The label's value.</param>
    /// <param name="fallbackName">The name of the object to look for where none has the label. Default: none.</param>
    public static ReferenceTarget Labelled(
        GroupKind kind,
        string? @namespace,
        string key,
        string value,
        string? fallbackName = null
    ) => new(TargetMode.Label, ResourceId.Unchecked(kind, @namespace, value), key, fallbackName);

    /// <summary>
    /// All objects of a kind that the label selector at the path of the reference chooses; of pods, the machines whose
    /// pods it chooses. Only objects of the plan are looked at.
    /// </summary>
    /// <param name="kind">The kind of the objects.</param>
    /// <param name="namespace">Their namespace.</param>
    public static ReferenceTarget Selected(GroupKind kind, string? @namespace) =>
        new(TargetMode.Selector, ResourceId.Unchecked(kind, @namespace, "*"), null, null);

    /// <summary>All objects of a kind whose ownerReferences hold this UID.</summary>
    /// <param name="kind">The kind of the objects, not of their owner.</param>
    /// <param name="namespace">Their namespace; <see langword="null"/> for a cluster-scoped kind.</param>
    /// <param name="ownerUid">The owner's UID.</param>
    public static ReferenceTarget OwnedBy(GroupKind kind, string? @namespace, string ownerUid) =>
        new(TargetMode.OwnerUid, ResourceId.Unchecked(kind, @namespace, ownerUid), null, null);
}
