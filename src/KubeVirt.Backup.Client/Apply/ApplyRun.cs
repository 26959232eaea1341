using System.Collections.Concurrent;
using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>One writing of a restore: what became of each object so far.</summary>
internal sealed class ApplyRun(ObjectWriter writer, ApplyOptions options, RestoreResult restore)
{
    private readonly ConcurrentDictionary<ResourceId, AppliedObject> _applied = new();
    private readonly ConcurrentBag<Finding> _findings = [];
    private readonly ConcurrentBag<Finding> _keptHeld = [];
    private readonly ConcurrentDictionary<ResourceId, bool> _strangeVolumes = new();
    private readonly ConcurrentDictionary<ResourceId, bool> _ownBefore = new();
    private readonly Lazy<ResourceGraph> _graph = new(() =>
        ResourceGraph.Create(restore.Resources, BuiltInResolvers.Default)
    );
    private bool _isStopped;
    private volatile bool _isLost;
    private readonly HashSet<string> _newNamespaces =
    [
        .. restore
            .Resources.Where(resource => resource.Id.Kind == Kinds.Namespace)
            .Select(resource => resource.Id.Name),
    ];

    public bool IsComplete =>
        !_isStopped
        && !_isLost
        && _applied.Values.All(applied => applied.Outcome is not (ApplyOutcome.Failed or ApplyOutcome.NotReached));

    /// <summary>
    /// Whether another set is tried. A dry run leaves nothing half-written, and is asked for everything that is wrong.
    /// </summary>
    public bool GoesOn => (options.DryRun && !_isLost) || IsComplete;

    public ApplyReport ToReport() =>
        new([.. restore.Resources.Select(resource => _applied[resource.Id])], [.. _findings.Concat(_keptHeld).Order()])
        {
            IsStopped = _isStopped || _isLost || (options.Releases && !_keptHeld.IsEmpty),
        };

    /// <summary>
    /// Takes what a wait or a release came to, and writes no more sets where it did not come true. What is only told is
    /// no reason.
    /// </summary>
    public void Stop(IReadOnlyCollection<Finding> problems)
    {
        _isStopped |= problems.Any(problem => problem.Severity != FindingSeverity.Info);
        foreach (var problem in problems)
            _findings.Add(problem);
    }

    /// <summary>Whether this restore wrote an object or took it over; once all are written.</summary>
    public bool IsTaken(ResourceId id) => _applied[id].Outcome is not ApplyOutcome.Kept;

    /// <summary>The same, or it was kept and is as an earlier run would have left it.</summary>
    private bool IsOurs(ResourceId id) => IsTaken(id) || _ownBefore.ContainsKey(id);

    public void Note(ResourceId id, ApplyOutcome outcome, string? uid)
    {
        var applied = new AppliedObject(id, outcome, uid);
        _applied[id] = applied;
        options.Progress?.Report(applied);
    }

    public async Task WriteAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (_isLost)
        {
            Note(resource.Id, ApplyOutcome.NotReached, null);
            return;
        }

        try
        {
            if (
                await writer.FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false) is
                { } found
            )
                await MeetAsync(resource, found, isForeign: false, cancellationToken).ConfigureAwait(false);
            else
                await CreateAsync(resource, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.IsLoss)
        {
            Note(resource.Id, ApplyOutcome.Failed, null);
            Lose(resource.Id, e);
        }
        catch (ClusterException e)
        {
            Fail(resource.Id, Words(resource.Id, e));
        }
    }

    /// <summary>
    /// Writes the ownerReferences that no controller puts back, with the UIDs that owners have now. What goes when its
    /// owner is deleted is not handed to somebody else's.
    /// </summary>
    public async Task PutOwnersBackAsync(CancellationToken cancellationToken)
    {
        var byId = restore.Resources.ToDictionary(resource => resource.Id);
        foreach (var owners in restore.Owners.GroupBy(owner => owner.Object).Where(owners => IsOurs(owners.Key)))
        {
            var known = owners
                .Where(owner => IsOurs(owner.Owner) && _applied[owner.Owner].Uid is not null)
                .Select(owner => (owner, _applied[owner.Owner].Uid!))
                .ToList();
            List<OwnerToRestore> withheld = [];
            try
            {
                await writer
                    .MergeAsync(
                        byId[owners.Key],
                        now =>
                        {
                            var bears = ResourceMetadata.OwnerUids(now).ToHashSet(StringComparer.Ordinal);
                            withheld =
                            [
                                .. owners.Where(owner =>
                                    !IsOurs(owner.Owner) && !bears.Contains(_applied[owner.Owner].Uid ?? "")
                                ),
                            ];
                            return OwnerPatch.Write(now, known);
                        },
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                foreach (var owner in withheld)
                    _findings.Add(
                        OwnerNotRestored(
                            owners.Key,
                            $"Its owner {owner.Owner} was there before and is kept, so it does not own this: whoever deletes it would delete what was restored, too. If it is the one that is meant, adopt it with ApplyOptions.Existing."
                        )
                    );
            }
            catch (ClusterException e) when (e.IsLoss)
            {
                Lose(owners.Key, e);
                return;
            }
            catch (ClusterException e)
            {
                _findings.Add(
                    OwnerNotRestored(
                        owners.Key,
                        $"Its owner could not be put back: {e.Message} It stays when its owner is deleted."
                    )
                );
            }
        }
    }

    private static Finding OwnerNotRestored(ResourceId id, string problem) =>
        new(FindingIds.OwnerNotRestored, FindingSeverity.Warning, id, "/metadata/ownerReferences", problem);

    private async Task CreateAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (StrangeVolumeOf(resource.Id) is { } volume)
        {
            Note(resource.Id, ApplyOutcome.Failed, null);
            _findings.Add(
                new Finding(
                    FindingIds.ObjectExists,
                    FindingSeverity.Error,
                    resource.Id,
                    volume.Path,
                    $"It is not created, since it needs {volume.To}, which was there before, is kept, and may hold anything. If that is the volume that is meant, adopt it with ApplyOptions.Existing; else restore under another name or namespace."
                )
            );
            return;
        }

        if (!options.DryRun)
            options.Journal?.Begin(resource.Id);
        try
        {
            if (await writer.CreateAsync(resource, cancellationToken).ConfigureAwait(false) is { } uid)
                Created(resource.Id, uid);
            else if (
                await writer.FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false) is
                { } found
            )
                await MeetAsync(resource, found, isForeign: true, cancellationToken).ConfigureAwait(false);
            else
                Fail(
                    resource.Id,
                    "Somebody created it and deleted it again. Restore it once more, when they are through."
                );
        }
        catch (ClusterException e)
            when (options.DryRun
                && e.StatusCode == HttpStatusCode.NotFound
                && resource.Id.Namespace is { } ns
                && _newNamespaces.Contains(ns)
                && e.Reason == "NotFound"
            )
        {
            Note(resource.Id, ApplyOutcome.NotChecked, null);
        }
    }

    private void Created(ResourceId id, string uid)
    {
        if (options.DryRun)
        {
            Note(id, ApplyOutcome.WouldCreate, null);
            return;
        }

        options.Journal?.Created(id, uid);
        Note(id, ApplyOutcome.Created, uid);
    }

    /// <summary>The object is there: by an earlier run of this restore, or by somebody else.</summary>
    private async Task MeetAsync(Resource resource, Resource found, bool isForeign, CancellationToken cancellationToken)
    {
        var uid = Uid(found);
        if (!isForeign && IsResumed(resource, found, uid))
        {
            Note(resource.Id, ApplyOutcome.Resumed, uid);
            return;
        }

        switch (options.Existing(resource.Id))
        {
            case ExistingObject.Keep:
                Note(resource.Id, ApplyOutcome.Kept, uid);
                Keep(resource, found);
                break;
            case ExistingObject.Adopt:
                Note(resource.Id, ApplyOutcome.Adopted, uid);
                break;
            case ExistingObject.Update:
                Note(
                    resource.Id,
                    ApplyOutcome.Updated,
                    await writer.ApplyAsync(resource, cancellationToken).ConfigureAwait(false)
                );
                break;
            default:
                Note(resource.Id, ApplyOutcome.Failed, uid);
                _findings.Add(
                    new Finding(
                        FindingIds.ObjectExists,
                        FindingSeverity.Error,
                        resource.Id,
                        "/metadata/name",
                        "The target has an object of this name already. Restore under another name or namespace, or decide what becomes of it with ApplyOptions.Existing."
                    )
                );
                break;
        }
    }

    /// <summary>
    /// Says what is kept, other than namespaces and what is as it would be restored. A volume is not so by its spec
    /// alone, but only if our manager wrote it: two of the same spec hold different data.
    /// </summary>
    private void Keep(Resource resource, Resource found)
    {
        if (HeldRunState.IsHeld(found))
            _keptHeld.Add(
                new Finding(
                    FindingIds.NotReleased,
                    FindingSeverity.Warning,
                    resource.Id,
                    HeldRunState.Annotation,
                    "It was there before, is kept, and stays held. If an earlier run of this restore wrote it, let it run with ClusterTarget.ReleaseAsync when its volumes are filled. With an ApplyJournal a restore knows what it wrote."
                )
            );
        var isVolume = resource.Id.Kind == Kinds.PersistentVolumeClaim || resource.Id.Kind == Kinds.DataVolume;
        var isOwn = writer.IsOwn(found, resource);
        if (isOwn)
            _ownBefore[resource.Id] = true;
        if (isOwn || resource.Id.Kind == Kinds.Namespace || (!isVolume && SameContent.Holds(found, resource)))
            return;
        if (isVolume)
            _strangeVolumes[resource.Id] = true;
        _findings.Add(
            new Finding(
                FindingIds.ObjectExists,
                FindingSeverity.Warning,
                resource.Id,
                "/metadata/name",
                $"It was there before and is kept{(isVolume ? ", with whatever data it holds" : ", though it differs from the restored one")}. Restore under another name or namespace, or choose with ApplyOptions.Existing to adopt, update or refuse it."
            )
        );
    }

    /// <summary>A volume of the target's own that an object needs.</summary>
    private ResourceEdge? StrangeVolumeOf(ResourceId id) =>
        _strangeVolumes.IsEmpty
            ? null
            : _graph
                .Value.EdgesFrom(id)
                .Where(edge => edge.Relation == Relation.Needs && _strangeVolumes.ContainsKey(edge.To))
                .Select(edge => (ResourceEdge?)edge)
                .FirstOrDefault();

    /// <summary>By the journal: it was created, or it was to be and a crash came before that was noted.</summary>
    private bool IsResumed(Resource resource, Resource found, string uid) =>
        options.Journal is { } journal
        && journal.HasBegun(found.Id)
        && (journal.CreatedUid(found.Id) is { } created ? created == uid : writer.IsOwn(found, resource));

    /// <summary>
    /// Whoever has written something must hear of it, whatever becomes of the server: what is lost is a finding, and
    /// the report is given.
    /// </summary>
    private void Lose(ResourceId id, ClusterException e)
    {
        _isLost = true;
        _findings.Add(
            new Finding(
                FindingIds.TargetLost,
                FindingSeverity.Error,
                id,
                null,
                $"Whether it was written is not known, and nothing after it was tried: {e.Message} Apply again when the server answers, with the same ApplyJournal where there is one."
            )
        );
    }

    private void Fail(ResourceId id, string problem)
    {
        Note(id, ApplyOutcome.Failed, null);
        _findings.Add(
            new Finding(
                FindingIds.ObjectRefused,
                FindingSeverity.Error,
                id,
                null,
                $"The target does not take it: {problem}"
            )
        );
    }

    /// <summary>What the server says of a Secret can quote its values.</summary>
    private static string Words(ResourceId id, ClusterException e) =>
        id.Kind == Kinds.Secret && e.StatusCode is not HttpStatusCode.Forbidden
            ? $"{e.Method} {e.Path}: {(int)e.StatusCode!} {e.Reason}. The server's words are not shown, since they can quote the Secret."
            : e.Message;

    private static string Uid(Resource resource) => resource.StringAt("/metadata/uid") ?? "";
}
