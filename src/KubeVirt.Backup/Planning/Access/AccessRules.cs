using System.Collections.Immutable;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>The least rights for what somebody wants to do. Immutable.</summary>
public sealed class AccessRules
{
    private AccessRules(ImmutableArray<AccessRule> rules) => Rules = rules;

    /// <summary>The rules, ordered by group and resource; the verbs of one resource are in one rule.</summary>
    public ImmutableArray<AccessRule> Rules { get; }

    /// <summary>The rights for some actions.</summary>
    /// <param name="resolvers">
    /// The resolvers in use: their tables say which kinds are reached. A resolver of your own that is no table adds the
    /// kind it handles only.
    /// </param>
    /// <param name="actions">What is to be done.</param>
    public static AccessRules For(ResolverSet resolvers, AccessActions actions)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        var kinds = ReachedKinds.Of(resolvers);
        var rights = AccessTable
            .Rows.Where(row => actions.HasFlag(row.Action))
            .Select(row => (row.Group, row.Resource, row.Verbs, row.IsClusterScoped))
            .Concat(actions.HasFlag(AccessActions.Discover) ? Kinds(kinds, "get", "list") : [])
            .Concat(actions.HasFlag(AccessActions.Apply) ? Kinds(kinds, "create", "get", "patch") : []);
        return new AccessRules([
            .. from right in rights
            group right by (right.Group, right.Resource) into rule
            orderby rule.Key
            select new AccessRule(
                rule.Key.Group,
                rule.Key.Resource,
                [.. rule.SelectMany(right => right.Verbs).Distinct().Order(StringComparer.Ordinal)],
                rule.First().IsClusterScoped
            ),
        ]);
    }

    /// <summary>One ClusterRole for all namespaces.</summary>
    /// <param name="name">Its name.</param>
    public Resource ToClusterRole(string name) => RoleWriter.Write("ClusterRole", name, null, Rules);

    /// <summary>
    /// A Role for one namespace, and a ClusterRole for what is in none; the second is missing where nothing is.
    /// </summary>
    /// <param name="name">The name of both.</param>
    /// <param name="ns">The namespace.</param>
    public ImmutableArray<Resource> ToRoles(string name, string ns)
    {
        var byScope = Rules.ToLookup(rule => rule.IsClusterScoped);
        var role = RoleWriter.Write("Role", name, ns, byScope[false]);
        return byScope[true].Any() ? [role, RoleWriter.Write("ClusterRole", name, null, byScope[true])] : [role];
    }

    private static IEnumerable<(string Group, string Resource, string[] Verbs, bool IsClusterScoped)> Kinds(
        IEnumerable<GroupKind> kinds,
        params string[] verbs
    ) => kinds.Select(kind => (kind.Group, KindNames.Plural(kind), verbs, KindScopes.IsCluster(kind)));
}
