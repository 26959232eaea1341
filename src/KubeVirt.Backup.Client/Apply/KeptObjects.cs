using System.Collections.Concurrent;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// The objects of a restore that were in the target before and are kept as they are: which of them an earlier run may
/// have written, and which are foreign volumes on which nothing may run.
/// </summary>
internal sealed class KeptObjects(ObjectWriter writer, ApplyState state, RestoreNeeds needs)
{
    private readonly ConcurrentDictionary<ResourceId, bool> _foreignVolumes = new();
    private readonly ConcurrentDictionary<ResourceId, bool> _ownFromBefore = new();

    /// <summary>Whether a kept object is as an earlier run of this restore would have left it.</summary>
    public bool IsOwnFromBefore(ResourceId id) => _ownFromBefore.ContainsKey(id);

    /// <summary>
    /// Keeps an object, and reports it unless it is a namespace or is as it would be restored. A volume is not so by
    /// its spec, whoever wrote it: two of the same spec hold different data. It is ours only by the mark of this very
    /// restore, which only a journal remembers from an earlier run.
    /// </summary>
    public void Keep(Resource restored, Resource found)
    {
        var id = restored.Id;
        if (HeldRunState.IsHeld(found))
            state.AddKeptHeld(ApplyFindings.KeptHeld(id));

        var isVolume = RestoreNeeds.IsVolume(id);
        if (writer.IsOwn(found) || (!isVolume && writer.IsAsWritten(found, restored)))
        {
            _ownFromBefore[id] = true;
            return;
        }

        if (id.Kind == Kinds.ServiceAccount)
        {
            KeepAccount(restored, found);
            return;
        }

        if (id.Kind == Kinds.Namespace || (!isVolume && SameContent.Holds(found, restored)))
            return;

        if (isVolume)
            _foreignVolumes[id] = true;
        state.Add(ApplyFindings.Kept(id, isVolume));
    }

    /// <summary>
    /// Keeps an account, and reports the Secrets that it lacks: Kubernetes makes the default account of every namespace
    /// before a restore can, and gives it none.
    /// </summary>
    private void KeepAccount(Resource restored, Resource found)
    {
        var lost = AccountSecrets.Lost(restored, found);
        if (lost.Count > 0)
            state.Add(ApplyFindings.AccountLacks(restored.Id, lost));
        else if (!AccountSecrets.IsMountedAlike(restored, found))
            state.Add(ApplyFindings.Kept(restored.Id, isVolume: false));
    }

    /// <summary>
    /// The reference by which an object needs a foreign volume; <see langword="null"/> where it needs none.
    /// </summary>
    public ResourceEdge? ForeignVolumeNeededBy(ResourceId id)
    {
        if (_foreignVolumes.IsEmpty)
            return null;

        return needs.Of(id).FirstOrDefault(edge => _foreignVolumes.ContainsKey(edge.To));
    }
}
