namespace KubeVirt.Backup.Testing.Partners;

/// <summary>A scenario, with what it begins with and what must come of it.</summary>
/// <param name="Scenario">What it is called.</param>
/// <param name="Objects">What the source holds, in the namespace <see cref="Namespace"/>.</param>
/// <param name="Laws">What must hold at the end.</param>
internal sealed record PartnerCase(
    PartnerScenario Scenario,
    IReadOnlyList<Resource> Objects,
    IReadOnlyList<Law<PartnerRun>> Laws
)
{
    /// <summary>Where the machines are.</summary>
    public const string Namespace = "shop";

    /// <summary>Which machines are backed up; <see langword="null"/> for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Where they are restored to.</summary>
    public string TargetNamespace { get; init; } = Namespace;

    /// <summary>What the target holds before, besides a StorageClass.</summary>
    public IReadOnlyList<Resource> Existing { get; init; } = [];

    /// <summary>Whether it says nothing of a product that asks for no snapshots in the cluster.</summary>
    public bool NeedsSnapshots { get; init; }

    /// <summary>Whether the originals are in the target, too.</summary>
    public bool IsCopy => TargetNamespace != Namespace;
}
