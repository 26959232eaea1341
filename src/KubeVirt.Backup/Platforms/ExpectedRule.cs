using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Platforms;

/// <summary>What a target is expected to have of its own, so that a backup need not hold it.</summary>
/// <param name="Kind">The kind of the objects.</param>
/// <param name="Severity">How much it matters that the backup lacks one.</param>
/// <param name="Reason">Who makes them there, in one sentence.</param>
/// <param name="Source">The upstream file or document that says so.</param>
public sealed record ExpectedRule(GroupKind Kind, FindingSeverity Severity, string Reason, string Source)
{
    /// <summary>Their names, in which <c>*</c> stands for any text. Default: empty, any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Their namespaces, in which <c>*</c> stands for any text. Default: empty, any.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Whether the rule is about some objects that its platform names, and not about all of a kind.</summary>
    internal bool IsOfWellKnown => Names.Count > 0 || Namespaces.Count > 0;
}
