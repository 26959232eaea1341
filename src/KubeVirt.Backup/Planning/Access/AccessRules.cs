using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Planning;

/// <summary>The least rights in Kubernetes (RBAC) for what somebody wants to do. Immutable.</summary>
/// <remarks>
/// They are derived from the tables of the resolvers in use, so that a resolver of your own adds its kinds. Every verb
/// is one that the client package really calls.
/// </remarks>
public sealed class AccessRules
{
    private AccessRules(IReadOnlyList<AccessRule> rules) => Rules = rules;

    /// <summary>The rules, ordered by group and resource; the verbs of one resource are in one rule.</summary>
    public IReadOnlyList<AccessRule> Rules { get; }

    /// <summary>The rights for some actions.</summary>
    /// <param name="resolvers">
    /// The resolvers in use: their tables say which kinds are reached. A resolver of your own that is no table adds the
    /// kind it handles only.
    /// </param>
    /// <param name="actions">What is to be done. Without any flag there are no rules.</param>
    /// <returns>The rules, ready to be written as roles.</returns>
    public static AccessRules For(ResolverSet resolvers, AccessActions actions) =>
        For(resolvers, actions, PlatformSet.Default);

    /// <summary>The rights for some actions.</summary>
    /// <param name="resolvers">The resolvers in use.</param>
    /// <param name="actions">What is to be done. Without any flag there are no rules.</param>
    /// <param name="platforms">The packs in use, which say what is looked for beside machines.</param>
    /// <returns>The rules, ready to be written as roles.</returns>
    public static AccessRules For(ResolverSet resolvers, AccessActions actions, PlatformSet platforms)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        ArgumentNullException.ThrowIfNull(platforms);
        var kinds = ReachedKinds.Of(resolvers, platforms);
        var ofActions = AccessTable.Rows.Where(row => actions.HasFlag(row.Action)).Select(row => row.Right);
        var ofDiscovery = actions.HasFlag(AccessActions.Discover) ? RightsOn(kinds, "get", "list") : [];
        var ofApply = actions.HasFlag(AccessActions.Apply) ? RightsOn(kinds, "create", "get", "patch") : [];
        var rules =
            from right in ofActions.Concat(ofDiscovery).Concat(ofApply)
            group right by (right.Group, right.Resource) into rights
            orderby rights.Key
            select Combine(rights);

        return new AccessRules([.. rules]);
    }

    /// <summary>One ClusterRole for all namespaces, to be bound by a ClusterRoleBinding.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The object, ready to be created.</returns>
    public Resource ToClusterRole(string name) => RoleWriter.Write("ClusterRole", name, null, Rules);

    /// <summary>
    /// A Role for one namespace, and a ClusterRole for what is in none; the second is missing where nothing is.
    /// </summary>
    /// <param name="name">The name of both.</param>
    /// <param name="namespace">The namespace of the machines.</param>
    /// <returns>One object or two, ready to be created. They are bound to nobody yet.</returns>
    public IReadOnlyList<Resource> ToRoles(string name, string @namespace)
    {
        var byScope = Rules.ToLookup(rule => rule.IsClusterScoped);
        var role = RoleWriter.Write("Role", name, @namespace, byScope[false]);
        if (!byScope[true].Any())
            return [role];

        return [role, RoleWriter.Write("ClusterRole", name, null, byScope[true])];
    }

    /// <summary>One rule of all rights on a resource, with each verb once.</summary>
    private static AccessRule Combine(IEnumerable<AccessRule> rights)
    {
        var first = rights.First();
        var verbs = rights.SelectMany(right => right.Verbs).Distinct().Order(StringComparer.Ordinal);

        return first with
        {
            Verbs = [.. verbs],
        };
    }

    /// <summary>The same rights on each of some kinds.</summary>
    private static IEnumerable<AccessRule> RightsOn(IEnumerable<GroupKind> kinds, params IReadOnlyList<string> verbs) =>
        kinds.Select(kind => new AccessRule(kind.Group, KindNames.Plural(kind), verbs, KindScopes.IsCluster(kind)));
}
