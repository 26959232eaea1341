using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Asks the target whether the account has every right that a restore takes, and names all that are missing, not only
/// the first that a write would run into.
/// </summary>
internal sealed class RightsCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        ApplyReport dryRun,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var rights = Wanted(restore, dryRun, options)
            .Where(right => discovery.Find(right.Kind) is not null)
            .Distinct()
            .ToArray();
        var findings = new Finding?[rights.Length];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = connection.Options.Parallelism,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForAsync(0, rights.Length, parallel, async (i, token) =>
                findings[i] = await AskAsync(rights[i], token).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return [.. findings.OfType<Finding>()];
    }

    private static IEnumerable<Right> Wanted(RestoreResult restore, ApplyReport dryRun, ApplyOptions options)
    {
        foreach (var (id, outcome, _) in dryRun.Objects)
        {
            yield return new Right("get", id.Kind, id.Namespace);
            if (outcome is not (ApplyOutcome.Kept or ApplyOutcome.Adopted))
                yield return new Right(outcome is ApplyOutcome.Updated ? "patch" : "create", id.Kind, id.Namespace);
        }

        foreach (var owner in restore.Owners)
            yield return new Right("patch", owner.Object.Kind, owner.Object.Namespace);
        if (options.Releases)
        {
            foreach (var held in restore.Resources.Where(HeldRunState.IsHeld))
                yield return new Right("patch", held.Id.Kind, held.Id.Namespace);
        }

        // Whether a DataVolume is done shows at the claim of its name.
        if (options.Releases || options.Wait is not null)
        {
            foreach (var volume in restore.Resources.Where(resource => resource.Id.Kind == Kinds.DataVolume))
                yield return new Right("get", Kinds.PersistentVolumeClaim, volume.Id.Namespace);
        }
    }

    private async Task<Finding?> AskAsync(Right right, CancellationToken cancellationToken)
    {
        var served = discovery.Find(right.Kind)!;
        try
        {
            return await AccessReviews
                .IsAllowedAsync(
                    connection,
                    right.Verb,
                    right.Kind.Group,
                    served.Plural,
                    right.Namespace,
                    cancellationToken
                )
                .ConfigureAwait(false)
                ? null
                : PreflightFindings.Forbidden(right.Verb, served, right.Namespace);
        }
        catch (ClusterException e) when (e.StatusCode is not null)
        {
            return PreflightFindings.NotChecked($"the right to {right.Verb} {served.Resource}", e);
        }
    }

    private readonly record struct Right(string Verb, GroupKind Kind, string? Namespace);
}
