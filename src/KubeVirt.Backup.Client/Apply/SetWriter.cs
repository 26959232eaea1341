using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes the objects of a restore one by one: each is created where it is absent, and resumed, kept, adopted, updated
/// or refused where it exists.
/// </summary>
internal sealed class SetWriter(
    ObjectWriter writer,
    ApplyState state,
    KeptObjects kept,
    RestoreNeeds needs,
    ApplyOptions options,
    RestoreResult restore
)
{
    /// <summary>Names of the namespaces that the restore itself creates: a dry run does not find them.</summary>
    private readonly HashSet<string> _newNamespaces =
    [
        .. restore
            .Resources.Where(resource => resource.Id.Kind == Kinds.Namespace)
            .Select(resource => resource.Id.Name),
    ];

    /// <summary>
    /// Writes one set, several objects at a time, or records that it is not reached where the sets before it failed.
    /// </summary>
    /// <param name="set">The objects of the set.</param>
    /// <param name="parallel">How many at a time, and what stops the writing before the next object.</param>
    public async Task WriteSetAsync(IReadOnlyList<Resource> set, ParallelOptions parallel)
    {
        // Decided once: the objects of one set are all tried, whatever becomes of the others.
        var isReached = state.TriesNextSet;
        await Parallel
            .ForEachAsync(set, parallel, async (resource, token) =>
            {
                if (isReached)
                    await WriteAsync(resource, token).ConfigureAwait(false);
                else
                    state.Record(resource.Id, ApplyOutcome.NotReached, null);
            })
            .ConfigureAwait(false);
    }

    private async Task WriteAsync(Resource resource, CancellationToken cancellationToken)
    {
        var id = resource.Id;
        if (state.IsServerLost || NeedsUnready(id))
        {
            state.Record(id, ApplyOutcome.NotReached, null);
            return;
        }

        Resource? found = null;
        try
        {
            found = await writer.FindAsync(id, resource.ApiVersion, cancellationToken).ConfigureAwait(false);
            if (found is null)
                await CreateAsync(resource, cancellationToken).ConfigureAwait(false);
            else if (ResourceMetadata.IsBeingDeleted(found))
                state.RecordFailure(ApplyFindings.BeingDeleted(id), UidOf(found));
            else if (IsResumed(found))
                state.Record(id, ApplyOutcome.Resumed, UidOf(found));
            else
                await HandleExistingAsync(resource, found, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.IsLoss)
        {
            state.Record(id, ApplyOutcome.Failed, null);
            state.RecordServerLoss(id, e);
        }
        catch (ClusterException e)
        {
            var uid = found is null ? null : UidOf(found);
            state.RecordFailure(ApplyFindings.Refused(id, SecretAnswers.MessageOf(id, e)), uid);
        }
    }

    private async Task CreateAsync(Resource resource, CancellationToken cancellationToken)
    {
        var id = resource.Id;
        if (kept.ForeignVolumeNeededBy(id) is { } volume)
        {
            state.RecordFailure(ApplyFindings.NeedsForeignVolume(id, volume));
            return;
        }

        // Before the request, so that a crash after it does not hide who created the object.
        if (!options.DryRun)
            options.Journal?.Begin(id);

        string? uid;
        try
        {
            uid = await writer.CreateAsync(resource, cancellationToken).ConfigureAwait(false);
            if (uid is null)
            {
                await HandleForeignAsync(resource, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        catch (ClusterException e) when (options.DryRun && IsInNewNamespace(id) && IsNotFound(e))
        {
            state.Record(id, ApplyOutcome.NotChecked, null);
            return;
        }

        if (options.DryRun)
        {
            state.Record(id, ApplyOutcome.WouldCreate, null);
            return;
        }

        options.Journal?.Created(id, uid);
        state.Record(id, ApplyOutcome.Created, uid);
    }

    /// <summary>Somebody else created the object between the look and the request.</summary>
    private async Task HandleForeignAsync(Resource resource, CancellationToken cancellationToken)
    {
        var found = await writer.FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false);
        if (found is not null && ResourceMetadata.IsBeingDeleted(found))
        {
            state.RecordFailure(ApplyFindings.BeingDeleted(resource.Id), UidOf(found));
            return;
        }

        if (found is not null)
        {
            await HandleExistingAsync(resource, found, cancellationToken).ConfigureAwait(false);
            return;
        }

        const string Problem = "somebody created it and deleted it again. Restore it once more when that is over.";
        state.RecordFailure(ApplyFindings.Refused(resource.Id, Problem));
    }

    /// <summary>The object exists, and no earlier run of this restore is known to have created it.</summary>
    private async Task HandleExistingAsync(Resource resource, Resource found, CancellationToken cancellationToken)
    {
        var (id, uid) = (resource.Id, UidOf(found));
        switch (options.Existing(id))
        {
            case ExistingObject.Keep:
                state.Record(id, ApplyOutcome.Kept, uid);
                kept.Keep(resource, found);
                break;
            case ExistingObject.Adopt:
                state.Record(id, ApplyOutcome.Adopted, uid);
                break;
            case ExistingObject.Update:
                var updated = await writer.ApplyAsync(resource, cancellationToken).ConfigureAwait(false);
                state.Record(id, ApplyOutcome.Updated, updated);
                break;
            default:
                state.RecordFailure(ApplyFindings.Exists(id), uid);
                break;
        }
    }

    /// <summary>
    /// Whether an earlier run of this restore created the object: by its UID in the journal, or by the mark of the
    /// restore whose id the journal holds, where a crash came before the UID was written down or the line is lost.
    /// </summary>
    private bool IsResumed(Resource found)
    {
        if (options.Journal is not { } journal)
            return false;

        return journal.CreatedUid(found.Id) == UidOf(found) || writer.IsOwn(found);
    }

    /// <summary>Whether an object needs one that did not become ready in its time.</summary>
    private bool NeedsUnready(ResourceId id) => state.HasUnready && needs.Reaches(id, state.IsUnready);

    private bool IsInNewNamespace(ResourceId id) =>
        id.Namespace is { } namespaceName && _newNamespaces.Contains(namespaceName);

    private static bool IsNotFound(ClusterException e) =>
        e is { StatusCode: HttpStatusCode.NotFound, Reason: "NotFound" };

    private static string UidOf(Resource resource) => resource.StringAt("/metadata/uid") ?? "";
}
