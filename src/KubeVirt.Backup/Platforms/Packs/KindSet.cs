using System.Collections.Immutable;

namespace KubeVirt.Backup.Platforms;

/// <summary>Sets of kinds as the tables of packs write them.</summary>
internal static class KindSet
{
    /// <summary>Kinds by their names, of which one text may have several, divided by spaces.</summary>
    /// <param name="lines">The names, as <c>Secret VirtualMachine.kubevirt.io</c>.</param>
    /// <exception cref="FormatException">A name is none.</exception>
    public static ImmutableHashSet<GroupKind> Of(params string[] lines) =>
        [.. lines.SelectMany(line => line.Split(' ')).Select(GroupKind.Parse)];
}
