using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Planning;

/// <summary>The kinds that a discovery can read, from machines onward, by what the tables of resolvers name.</summary>
/// <remarks>
/// Owners are not followed by a discovery, so their kinds do not count. Kinds that are read off an object, as a
/// <c>dataSourceRef</c> has them, count as far as <see cref="KindFrom.Kinds"/> knows them.
/// </remarks>
internal static class ReachedKinds
{
    /// <summary>The kinds, ordered.</summary>
    /// <param name="resolvers">What is followed.</param>
    /// <param name="platforms">Which kinds are looked for beside machines.</param>
    public static IReadOnlyCollection<GroupKind> Of(ResolverSet resolvers, PlatformSet platforms)
    {
        var reached = new SortedSet<GroupKind>();
        var neighbours = platforms.Neighbours.Select(rule => rule.Kind).Concat(platforms.MakerKinds);
        var open = new Queue<GroupKind>(RootFinder.Machines.Concat(neighbours));
        while (open.TryDequeue(out var kind))
        {
            if (!reached.Add(kind))
                continue;

            foreach (var next in NamedBy(resolvers, kind))
                open.Enqueue(next);
        }

        // Found by a label or an owner, or by a resolver that is no table.
        reached.UnionWith([Kinds.Pod, Kinds.PersistentVolumeClaim, Kinds.DataVolume, Kinds.Namespace]);
        var withoutTable = resolvers.Resolvers.Where(resolver => resolver is not TableResolver);
        reached.UnionWith(withoutTable.Select(resolver => resolver.Kind).OfType<GroupKind>());

        return reached;
    }

    private static IEnumerable<GroupKind> NamedBy(ResolverSet resolvers, GroupKind kind) =>
        resolvers
            .For(kind)
            .OfType<TableResolver>()
            .SelectMany(resolver => resolver.Rules)
            .Where(rule => rule.Relation != Relation.OwnedBy)
            .SelectMany(Targets);

    private static IEnumerable<GroupKind> Targets(ReferenceRule rule) => rule.KindFrom?.Kinds ?? [rule.Kind];
}
