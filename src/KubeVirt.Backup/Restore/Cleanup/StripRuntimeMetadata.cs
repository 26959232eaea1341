using System.Collections.Immutable;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes labels and annotations that controllers and tools write to note what they did: bindings, imports, clones,
/// observations, stale UIDs; and from copies the marks that would give them to the original's tool.
/// </summary>
/// <remarks>The keys stand in <c>PlatformPack.Keys</c>. What a user or a product wrote stays.</remarks>
public sealed class StripRuntimeMetadata() : RestorePolicy("strip-runtime-metadata")
{
    private const string Annotations = "/metadata/annotations";
    private const string Labels = "/metadata/labels";

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rules = context.Graph.Platforms.KeysOf(context.Id.Kind);
        Strip(context, rules, Annotations, static rule => rule.Annotations);
        Strip(context, rules, Labels, static rule => rule.IsOfTemplate ? [] : rule.Labels);
        if (MachineSpec.TemplateIn(context.Id.Kind) is { } template)
            Strip(context, rules, template + Labels, static rule => rule.IsOfTemplate ? rule.Labels : []);
    }

    private static void Strip(
        RestoreContext context,
        ImmutableArray<KeyRule> rules,
        string at,
        Func<KeyRule, IReadOnlyList<string>> patternsOf
    )
    {
        var all = context.Draft.NamesAt(at);
        if (all.Count == 0)
            return;

        var stale = Stale(context, all, rules, patternsOf);
        if (stale.Count > 0 && stale.Count == all.Count)
        {
            context.Draft.Remove(at);
            return;
        }

        foreach (var name in stale)
            context.Draft.Remove($"{at}/{JsonPointer.Escape(name)}");
    }

    private static List<string> Stale(
        RestoreContext context,
        IReadOnlyList<string> all,
        ImmutableArray<KeyRule> rules,
        Func<KeyRule, IReadOnlyList<string>> patternsOf
    )
    {
        var stale = new List<string>();
        for (var n = 0; n < all.Count; n++)
        {
            if (IsStale(context, all[n], rules, patternsOf))
                stale.Add(all[n]);
        }

        return stale;
    }

    private static bool IsStale(
        RestoreContext context,
        string key,
        ImmutableArray<KeyRule> rules,
        Func<KeyRule, IReadOnlyList<string>> patternsOf
    )
    {
        foreach (var rule in rules)
        {
            var isMeant = TextPattern.MatchesAny(patternsOf(rule), key) && !TextPattern.MatchesAny(rule.Keep, key);
            if (isMeant && IsInScope(context, rule.Scope))
                return true;
        }

        return false;
    }

    private static bool IsInScope(RestoreContext context, KeyScope scope) =>
        scope switch
        {
            KeyScope.Always => true,
            KeyScope.Copies => IsRenamed(context, context.Id),
            _ => IsRenamedNearby(context),
        };

    private static bool IsRenamed(RestoreContext context, ResourceId id) => context.Names.Map(id) != id;

    /// <summary>Whether the object, what it refers to, or what this refers to gets another name.</summary>
    private static bool IsRenamedNearby(RestoreContext context)
    {
        var near = context.Graph.EdgesFrom(context.Id).Select(edge => edge.To);
        var further = near.SelectMany(context.Graph.EdgesFrom).Select(edge => edge.To);

        return near.Concat(further).Prepend(context.Id).Any(id => IsRenamed(context, id));
    }
}
