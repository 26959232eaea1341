using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KubeVirt.Backup.Platforms;

/// <summary>
/// Rules by the kinds that they hold for, so that an object is held against those of its kind only. The order of the
/// rules is kept.
/// </summary>
/// <typeparam name="TRule">The type of the rules.</typeparam>
internal sealed class KindIndex<TRule>
{
    private readonly FrozenDictionary<GroupKind, ImmutableArray<TRule>> _ofKind;
    private readonly ImmutableArray<TRule> _ofOthers;

    /// <param name="rules">The rules in the order in which they are tried.</param>
    /// <param name="kindsOf">The kinds of a rule; none for a rule that holds for every kind.</param>
    public KindIndex(IEnumerable<TRule> rules, Func<TRule, IReadOnlyCollection<GroupKind>> kindsOf)
    {
        var all = rules.ToList();
        _ofOthers = [.. all.Where(rule => kindsOf(rule).Count == 0)];
        _ofKind = all.SelectMany(kindsOf)
            .Distinct()
            .ToFrozenDictionary(kind => kind, kind => all.Where(rule => Holds(kindsOf(rule), kind)).ToImmutableArray());
    }

    /// <summary>The rules that hold for a kind.</summary>
    public ImmutableArray<TRule> Of(GroupKind kind) => _ofKind.GetValueOrDefault(kind, _ofOthers);

    private static bool Holds(IReadOnlyCollection<GroupKind> kinds, GroupKind kind) =>
        kinds.Count == 0 || kinds.Contains(kind);
}
