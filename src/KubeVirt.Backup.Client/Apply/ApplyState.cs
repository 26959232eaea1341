using System.Collections.Concurrent;
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
    private bool _isStopped;
    private bool _isLacking;
    private volatile bool _isServerLost;

    /// <summary>Whether the server was lost, so that no further request is worth a try.</summary>
    public bool IsServerLost => _isServerLost;

    /// <summary>Whether all objects that were tried are there, and nothing has stopped the writing.</summary>
    public bool IsComplete =>
        !_isStopped
        && !_isServerLost
        && _applied.Values.All(applied => applied.Outcome is not (ApplyOutcome.Failed or ApplyOutcome.NotReached));

    /// <summary>
    /// Whether another set is tried. A dry run leaves nothing half-written, and is asked for everything that is wrong.
    /// </summary>
    public bool TriesNextSet => (options.DryRun && !_isServerLost) || IsComplete;

    /// <summary>What became of an object that was recorded.</summary>
    public AppliedObject this[ResourceId id] => _applied[id];

    /// <summary>Whether this restore wrote an object or took it over. Known once all objects are written.</summary>
    public bool IsWrittenOrAdopted(ResourceId id) => _applied[id].Outcome is not ApplyOutcome.Kept;

    /// <summary>Records what became of an object, and reports it as progress.</summary>
    public void Record(ResourceId id, ApplyOutcome outcome, string? uid)
    {
        var applied = new AppliedObject(id, outcome, uid);
        _applied[id] = applied;
        options.Progress?.Report(applied);
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
    /// Takes over the findings of a wait or a release, and stops the writing where one is more than a notice.
    /// </summary>
    public void StopFor(IReadOnlyCollection<Finding> problems)
    {
        _isStopped |= problems.Any(problem => problem.Severity != FindingSeverity.Info);
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
            IsStopped = _isStopped || _isServerLost || _isLacking || (options.Releases && !_keptHeld.IsEmpty),
        };
    }
}
