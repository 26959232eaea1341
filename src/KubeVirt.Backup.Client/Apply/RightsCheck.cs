using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Asks the target whether the account has every right that a restore needs, and names all that are missing, not only
/// the first that a write would be refused for.
/// </summary>
internal sealed class RightsCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    /// <summary>Finds the rights that are missing, each once.</summary>
    /// <param name="restore">The restore.</param>
    /// <param name="dryRun">What would become of its objects: only what is written needs a right to write.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">The server cannot be reached.</exception>
    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        ApplyReport dryRun,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var rights = Needed(restore, dryRun, options)
            .Where(right => discovery.Find(right.Kind) is not null)
            .Distinct()
            .ToArray();
        var findings = new Finding?[rights.Length];
        await Parallel
            .ForAsync(0, rights.Length, connection.ParallelObjects(cancellationToken), async (i, token) =>
                findings[i] = await ReviewAsync(rights[i], token).ConfigureAwait(false)
            )
            .ConfigureAwait(false);

        return [.. findings.OfType<Finding>()];
    }

    /// <summary>The rights that a restore needs; one can come more than once.</summary>
    private static IEnumerable<Right> Needed(RestoreResult restore, ApplyReport dryRun, ApplyOptions options)
    {
        foreach (var applied in dryRun.Objects)
        {
            var id = applied.Resource;
            yield return new Right("get", id.Kind, id.Namespace);
            if (applied.Outcome is not (ApplyOutcome.Kept or ApplyOutcome.Adopted))
                yield return new Right(IsPatched(applied, options) ? "patch" : "create", id.Kind, id.Namespace);
        }

        // Owners and run states are written by patches.
        foreach (var owner in restore.Owners)
            yield return new Right("patch", owner.Object.Kind, owner.Object.Namespace);
        if (options.Releases)
        {
            foreach (var held in restore.Resources.Where(HeldRunState.IsHeld))
                yield return new Right("patch", held.Id.Kind, held.Id.Namespace);
        }

        // Whether a DataVolume is done is seen at the claim of its name.
        if (options.Releases || options.Wait is not null)
        {
            foreach (var volume in restore.Resources.Where(resource => resource.Id.Kind == Kinds.DataVolume))
                yield return new Right("get", Kinds.PersistentVolumeClaim, volume.Id.Namespace);
        }
    }

    /// <summary>Whether an object is there and is updated; for want of that very right the dry run may have failed.</summary>
    private static bool IsPatched(AppliedObject applied, ApplyOptions options)
    {
        if (applied.Outcome == ApplyOutcome.Failed && applied.Uid is not null)
            return options.Existing(applied.Resource) == ExistingObject.Update;

        return applied.Outcome == ApplyOutcome.Updated;
    }

    /// <summary>The finding on a right that is missing; <see langword="null"/> where the account has it.</summary>
    private async Task<Finding?> ReviewAsync(Right right, CancellationToken cancellationToken)
    {
        var served = discovery.Find(right.Kind)!;
        try
        {
            var isAllowed = await AccessReviews
                .IsAllowedAsync(
                    connection,
                    new AccessRight(right.Verb, right.Kind.Group, served.Plural),
                    right.Namespace,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return isAllowed ? null : PreflightFindings.Forbidden(right.Verb, served, right.Namespace);
        }
        catch (ClusterException e) when (e.StatusCode is not null)
        {
            return PreflightFindings.NotChecked($"the right to {right.Verb} {served.Resource}", e);
        }
    }

    /// <summary>The right to use a verb on objects of a kind, in a namespace or on cluster-scoped ones.</summary>
    private readonly record struct Right(string Verb, GroupKind Kind, string? Namespace);
}
