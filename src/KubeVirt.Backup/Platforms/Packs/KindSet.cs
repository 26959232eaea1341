using System.Collections.Immutable;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Platforms;

/// <summary>Sets of kinds as the tables of packs write them.</summary>
internal static class KindSet
{
    /// <summary>Kinds by their names, of which one text may have several, divided by spaces.</summary>
    /// <param name="lines">The names, as <c>Secret VirtualMachine.kubevirt.io</c>.</param>
    /// <exception cref="FormatException">A name is none.</exception>
    public static ImmutableHashSet<GroupKind> Of(params string[] lines) =>
        [.. lines.SelectMany(line => line.Split(' ')).Select(GroupKind.Parse)];

    /// <summary>Rules by which a target is expected to have all objects of some kinds: one that it lacks is a warning.</summary>
    /// <param name="source">The upstream file or document that says what they are.</param>
    /// <param name="kinds">The kinds.</param>
    public static IEnumerable<ExpectedRule> Expected(string source, params GroupKind[] kinds) =>
        kinds.Select(kind => new ExpectedRule(
            kind,
            FindingSeverity.Warning,
            "The target cluster is expected to have it.",
            source
        ));
}
