using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes the ownerReferences that no controller puts back, with the UIDs that owners have in the target.
/// </summary>
internal sealed class OwnerRestorer(ObjectWriter writer, ApplyState state, KeptObjects kept, RestoreResult restore)
{
    /// <summary>
    /// Puts back the owners of all objects that are ours. What goes when its owner is deleted is not handed to an owner
    /// of somebody else. Stops where the server is lost.
    /// </summary>
    /// <param name="parallel">How many objects at once, and what stops it.</param>
    public async Task RestoreAsync(ParallelOptions parallel)
    {
        var resources = restore.Resources.ToDictionary(resource => resource.Id);
        var owned = restore.Owners.GroupBy(owner => owner.Object).Where(owners => IsOurs(owners.Key));
        await Parallel
            .ForEachAsync(owned.ToList(), parallel, async (owners, token) =>
                await TryRestoreAsync(resources[owners.Key], [.. owners], token).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
    }

    private async Task TryRestoreAsync(
        Resource resource,
        IReadOnlyList<OwnerToRestore> owners,
        CancellationToken cancellationToken
    )
    {
        if (state.IsServerLost)
            return;

        try
        {
            await RestoreAsync(resource, owners, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.IsLoss)
        {
            state.RecordServerLoss(resource.Id, e);
        }
        catch (ClusterException e)
        {
            state.AddLack(ApplyFindings.OwnerRefused(resource.Id, e));
        }
    }

    private async Task RestoreAsync(
        Resource resource,
        IReadOnlyList<OwnerToRestore> owners,
        CancellationToken cancellationToken
    )
    {
        var known = owners
            .Where(owner => IsOurs(owner.Owner) && state[owner.Owner].Uid is not null)
            .Select(owner => new KnownOwner(owner, state[owner.Owner].Uid!))
            .ToList();

        List<OwnerToRestore> withheld = [];
        // The patch is made from the object as it is then, and again where somebody wrote the object in between.
        var isThere = await writer
            .MergeAsync(
                resource,
                now =>
                {
                    withheld = owners.Where(owner => IsWithheld(owner, now)).ToList();
                    return OwnerPatch.Write(now, known);
                },
                cancellationToken
            )
            .ConfigureAwait(false);

        if (!isThere)
            state.AddLack(Readiness.Problem(resource.Id, null));
        foreach (var owner in withheld)
            state.Add(ApplyFindings.OwnerWithheld(resource.Id, owner.Owner));
    }

    /// <summary>Whether an owner is somebody else's, and does not own the object already.</summary>
    private bool IsWithheld(OwnerToRestore owner, Resource now)
    {
        if (IsOurs(owner.Owner) || state[owner.Owner].Outcome is not ApplyOutcome.Kept)
            return false;

        var uid = state[owner.Owner].Uid ?? "";
        return !ResourceMetadata.OwnerUids(now).Contains(uid);
    }

    /// <summary>Whether this restore wrote an object or took it over, or may have left it in an earlier run.</summary>
    private bool IsOurs(ResourceId id) => state.IsWrittenOrAdopted(id) || kept.IsOwnFromBefore(id);
}
