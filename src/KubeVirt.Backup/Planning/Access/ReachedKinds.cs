using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Planning;

/// <summary>The kinds that resolvers lead to, from machines onward.</summary>
internal static class ReachedKinds
{
    public static IReadOnlyCollection<GroupKind> Of(ResolverSet resolvers)
    {
        var reached = new SortedSet<GroupKind>();
        var open = new Queue<GroupKind>(RootFinder.Machines);
        while (open.TryDequeue(out var kind))
        {
            if (!reached.Add(kind))
                continue;
            foreach (
                var next in resolvers
                    .For(kind)
                    .OfType<TableResolver>()
                    .SelectMany(resolver => resolver.Rules)
                    .Where(rule => rule.Relation != Relation.OwnedBy)
                    .SelectMany(Targets)
            )
                open.Enqueue(next);
        }

        // Found by a label or an owner, or by a resolver that is no table.
        reached.UnionWith([Kinds.Pod, Kinds.PersistentVolumeClaim, Kinds.DataVolume, Kinds.Namespace]);
        reached.UnionWith(
            resolvers
                .Resolvers.Where(resolver => resolver is not TableResolver)
                .Select(resolver => resolver.Kind)
                .OfType<GroupKind>()
        );
        return reached;
    }

    private static IEnumerable<GroupKind> Targets(ReferenceRule rule) => rule.KindFrom?.Kinds ?? [rule.Kind];
}
