using System.Collections.Concurrent;
using System.Collections.Frozen;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// What became of each object of one restore so far, and whether the writing goes on. Safe for use from several
/// threads.
/// </summary>
internal sealed class ApplyState(ApplyOptions options, RestoreResult restore)
{
    private readonly ConcurrentDictionary<ResourceId, AppliedObject> _applied = new();
    private readonly ConcurrentBag<Finding> _findings = [];
    private readonly ConcurrentBag<Finding> _keptHeld = [];
    private readonly ConcurrentDictionary<ResourceId, bool> _unready = new();
    private readonly FrozenDictionary<ResourceId, int> _setOf = restore
        .Sets.Index()
        .SelectMany(set => set.Item.Select(resource => (resource.Id, set.Index)))
        .DistinctBy(placed => placed.Id)
        .ToFrozenDictionary(placed => placed.Id, placed => placed.Index);
    private bool _isLacking;
    private volatile bool _isServerLost;

    /// <summary>Whether the server was lost, so that no further request is worth a try.</summary>
    public bool IsServerLost => _isServerLost;

    /// <summary>
    /// Whether the writing goes on: all objects that were tried are there, and the server is. What is not ready stops
    /// only what needs it.
    /// </summary>
    public bool GoesOn => !_isServerLost && _applied.Values.All(applied => applied.Outcome is not ApplyOutcome.Failed);

    /// <summary>Whether some object did not become ready in its time.</summary>
    public bool HasUnready => !_unready.IsEmpty;

    /// <summary>
    /// Whether another set is tried. A dry run leaves nothing half-written, and is asked for everything that is wrong.
    /// </summary>
    public bool TriesNextSet => (options.DryRun && !_isServerLost) || GoesOn;

    /// <summary>What became of an object that was recorded.</summary>
    public AppliedObject this[ResourceId id] => _applied[id];

    /// <summary>Whether this restore wrote an object or took it over. Known once all objects are written.</summary>
    public bool IsWrittenOrAdopted(ResourceId id) =>
        _applied[id].Outcome is not (ApplyOutcome.Kept or ApplyOutcome.Failed or ApplyOutcome.NotReached);

    /// <summary>Whether an object of the restore is in the target, whoever wrote it.</summary>
    public bool IsThere(Resource resource) =>
        _applied[resource.Id].Outcome is not (ApplyOutcome.Failed or ApplyOutcome.NotReached);

    /// <summary>Whether an object did not become ready in its time.</summary>
    public bool IsUnready(ResourceId id) => _unready.ContainsKey(id);

    /// <summary>Records what became of an object, and reports it as progress.</summary>
    public void Record(ResourceId id, ApplyOutcome outcome, string? uid)
    {
        var applied = new AppliedObject(id, outcome, uid);
        _applied[id] = applied;
        options.Progress?.Report(
            new ApplyProgress
            {
                Applied = applied,
                Set = _setOf.GetValueOrDefault(id),
                Sets = restore.Sets.Count,
                Done = _applied.Count,
                Total = _setOf.Count,
            }
        );
    }

    /// <summary>Records that an object failed, and why.</summary>
    public void RecordFailure(Finding finding, string? uid = null)
    {
        Record(finding.Resource!.Value, ApplyOutcome.Failed, uid);
        Add(finding);
    }

    /// <summary>
    /// Records that the server is lost. The writing ends with a report instead of an exception: whoever has written
    /// something must learn what.
    /// </summary>
    public void RecordServerLoss(ResourceId id, ClusterException e)
    {
        _isServerLost = true;
        Add(ApplyFindings.ServerLost(id, e));
    }

    /// <summary>Adds a finding that changes nothing about what is written.</summary>
    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>
    /// Adds a finding on something that the restore lacks without stopping for it, so that it is not complete.
    /// </summary>
    public void AddLack(Finding finding)
    {
        _isLacking = true;
        Add(finding);
    }

    /// <summary>
    /// Adds a finding on a held object that is kept, so that <see cref="ApplyOptions.Releases"/> skips it.
    /// </summary>
    public void AddKeptHeld(Finding finding) => _keptHeld.Add(finding);

    /// <summary>
    /// Takes over the findings of a wait: nothing that needs one of their objects is written or released. A volume is
    /// its DataVolume and its claim.
    /// </summary>
    public void AddUnready(IReadOnlyCollection<Finding> problems)
    {
        AddProblems(problems);
        foreach (var id in problems.Select(problem => problem.Resource!.Value))
        {
            _unready[id] = true;
            if (RestoreNeeds.IsVolume(id))
            {
                _unready[id.WithKind(Kinds.PersistentVolumeClaim)] = true;
                _unready[id.WithKind(Kinds.DataVolume)] = true;
            }
        }
    }

    /// <summary>
    /// Takes over the findings of a wait or a release; the restore is not complete where one is more than a notice.
    /// </summary>
    public void AddProblems(IReadOnlyCollection<Finding> problems)
    {
        _isLacking |= problems.Any(problem => problem.Severity != FindingSeverity.Info);
        foreach (var problem in problems)
            Add(problem);
    }

    /// <summary>The report on all objects of the restore, which have all been recorded by now.</summary>
    public ApplyReport ToReport()
    {
        var objects = restore.Resources.Select(resource => _applied[resource.Id]);
        var findings = _findings.Concat(_keptHeld).Order();
        return new ApplyReport([.. objects], [.. findings])
        {
            IsStopped = _isServerLost || _isLacking || (options.Releases && !_keptHeld.IsEmpty),
        };
    }
}
