using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Which objects of a restore need which, by the references of the objects as they are written. The graph is made when
/// it is asked for the first time: a restore in which all goes well asks only for what it releases or starts.
/// </summary>
internal sealed class RestoreNeeds(RestoreResult restore, ResolverSet resolvers)
{
    private readonly Lazy<ResourceGraph> _graph = new(() => ResourceGraph.Create(restore.Resources, resolvers));

    /// <summary>The references by which an object needs others directly.</summary>
    public IEnumerable<ResourceEdge> Of(ResourceId id) =>
        _graph.Value.EdgesFrom(id).Where(edge => edge.Relation == Relation.Needs);

    /// <summary>
    /// The claims of the volumes that an object needs directly, each once: a DataVolume's claim has its name.
    /// </summary>
    public IEnumerable<ResourceId> ClaimsOf(ResourceId id)
    {
        var volumes = Of(id).Select(edge => edge.To).Where(IsVolume);
        var claims = volumes.Select(volume => volume.WithKind(Kinds.PersistentVolumeClaim));
        return claims.Distinct().Order();
    }

    /// <summary>Whether an object is one of some objects, or needs one, over however many others.</summary>
    public bool Reaches(ResourceId id, Func<ResourceId, bool> isOneOfThem)
    {
        var seen = new HashSet<ResourceId> { id };
        var pending = new Stack<ResourceId>(seen);
        while (pending.TryPop(out var one))
        {
            if (isOneOfThem(one))
                return true;

            foreach (var edge in Of(one).Where(edge => seen.Add(edge.To)))
                pending.Push(edge.To);
        }

        return false;
    }

    /// <summary>Whether an object is a claim or a DataVolume.</summary>
    public static bool IsVolume(ResourceId id) => id.Kind == Kinds.PersistentVolumeClaim || id.Kind == Kinds.DataVolume;
}
