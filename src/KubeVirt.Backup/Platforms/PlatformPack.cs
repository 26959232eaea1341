namespace KubeVirt.Backup.Platforms;

/// <summary>
/// What is known of one platform, as tables: whose objects these are, which fields are not the user's, what the target
/// has anyhow. Immutable.
/// </summary>
/// <param name="Name">The name of the platform as its makers spell it, such as <c>OVN-Kubernetes</c>.</param>
/// <remarks>
/// A pack is data: it does nothing by itself. Plans and restores read the tables of all packs of a
/// <see cref="PlatformSet"/>. docs/reference/platforms lists those that the library brings.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var pack = new PlatformPack("Acme Backup")
/// {
///     Classes =
///     [
///         new(ObjectClass.Action, "It is a backup, and runs when it is created.", "Acme's manual")
///         {
///             Kinds = [GroupKind.Parse("BackupRun.backup.example.com")],
///         },
///     ],
///     Keys = [new([], "It marks what Acme has saved.", "Acme's manual") { Labels = ["backup.example.com/*"] }],
/// };
/// var options = new PlanOptions { Platforms = PlatformSet.Default.With(pack) };
/// BackupPlan planned = BackupPlanner.Plan(manifests, options);
/// </code>
/// </example>
public sealed record PlatformPack(string Name)
{
    /// <summary>What objects are to a restore. Default: none.</summary>
    public IReadOnlyList<ClassRule> Classes { get; init; } = [];

    /// <summary>Fields that servers and controllers assign. Default: none.</summary>
    public IReadOnlyList<FieldRule> Fields { get; init; } = [];

    /// <summary>Labels and annotations that controllers and tools write for themselves. Default: none.</summary>
    public IReadOnlyList<KeyRule> Keys { get; init; } = [];

    /// <summary>Annotations by which guests ask for fixed addresses. Default: none.</summary>
    public IReadOnlyList<AddressRule> Addresses { get; init; } = [];

    /// <summary>Texts in which objects repeat names in a form of the platform's. Default: none.</summary>
    public IReadOnlyList<NameTextRule> NameTexts { get; init; } = [];

    /// <summary>Labels that hold the name of a namespace. Default: none.</summary>
    public IReadOnlyList<NamespaceLabelRule> NamespaceLabels { get; init; } = [];

    /// <summary>Where objects say under which address or host name they are reached. Default: none.</summary>
    public IReadOnlyList<PublishedRule> Published { get; init; } = [];

    /// <summary>Labels in whose place a tool put its own. Default: none.</summary>
    public IReadOnlyList<SavedLabelRule> SavedLabels { get; init; } = [];

    /// <summary>What every target has. Default: none.</summary>
    public IReadOnlyList<ExpectedRule> Expected { get; init; } = [];

    /// <summary>Who makes what may be missing. Default: none.</summary>
    public IReadOnlyList<MakerRule> Makers { get; init; } = [];

    /// <summary>Which versions are no longer served. Default: none.</summary>
    public IReadOnlyList<VersionRule> Versions { get; init; } = [];

    /// <summary>Which kinds are looked for in the namespaces of machines. Default: none.</summary>
    public IReadOnlyList<NeighbourRule> Neighbours { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
