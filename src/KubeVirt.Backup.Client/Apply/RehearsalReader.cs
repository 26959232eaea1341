using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Plays a restore against what a target holds, by what a preflight found.</summary>
/// <param name="connection">The target.</param>
/// <param name="restore">The restore.</param>
/// <param name="check">What the preflight found: what would be created, and what is there.</param>
internal sealed class RehearsalReader(ClusterConnection connection, RestoreResult restore, ApplyReport check)
{
    private static readonly ApplyOutcome[] Creates =
    [
        ApplyOutcome.WouldCreate,
        ApplyOutcome.NotChecked,
        ApplyOutcome.Created,
    ];

    private static readonly ApplyOutcome[] IsThere =
    [
        ApplyOutcome.Kept,
        ApplyOutcome.Adopted,
        ApplyOutcome.Resumed,
        ApplyOutcome.Updated,
    ];

    private readonly TargetLook _look = new(connection, check.Found);
    private readonly ILookup<ApplyOutcome, ResourceId> _outcomes = check.Objects.ToLookup(
        applied => applied.Outcome,
        applied => applied.Resource
    );

    /// <summary>Reads the target and plays the restore.</summary>
    /// <exception cref="ClusterException">The target cannot be read, other than for want of rights.</exception>
    public async Task<ClusterRehearsal> RunAsync(CancellationToken cancellationToken)
    {
        var created = Creates.SelectMany(outcome => _outcomes[outcome]).ToHashSet();
        var played = restore.Resources.Where(resource => created.Contains(resource.Id)).ToList();
        await _look.DiscoverAsync(KindsToLookAt(), cancellationToken).ConfigureAwait(false);
        var target = await ReadAsync(played, cancellationToken).ConfigureAwait(false);
        var report = RestoreRehearsal.Play(StepsOf(created), target, cancellationToken);
        var findings = report.Findings.Concat(_look.Findings).Order();

        return new ClusterRehearsal(target, report with { Findings = [.. findings] });
    }

    /// <summary>What the model asks for, so that discovery is one look at each group.</summary>
    private static IEnumerable<GroupKind> KindsToLookAt() =>
        [
            .. TargetObjects.Known,
            TargetObjects.LimitRange,
            Kinds.Namespace,
            Kinds.StorageClass,
            TargetClasses.Driver,
            Kinds.KubeVirt,
            TargetConfiguration.CdiConfig,
        ];

    /// <summary>
    /// The target as the model takes it: classes, configuration, and the objects that have a part in the restore.
    /// </summary>
    private async Task<RehearsalTarget> ReadAsync(IReadOnlyList<Resource> played, CancellationToken cancellationToken)
    {
        var target = new RehearsalTarget
        {
            Namespaces = await NamespacesAsync(played, cancellationToken).ConfigureAwait(false),
        };
        target = await TargetClasses.AddToAsync(target, _look, cancellationToken).ConfigureAwait(false);
        target = await TargetConfiguration.AddCdiToAsync(target, _look, cancellationToken).ConfigureAwait(false);
        target = await TargetConfiguration.AddKubeVirtToAsync(target, _look, cancellationToken).ConfigureAwait(false);
        var there = IsThere.SelectMany(outcome => _outcomes[outcome]);
        var found = await new TargetObjects(connection, _look, played)
            .FindAsync(there, TargetNeeds.Of(restore), cancellationToken)
            .ConfigureAwait(false);

        return target with
        {
            Existing = new ExistingForm(found).Steps(),
            Unread = _look.Unread,
        };
    }

    /// <summary>
    /// The namespaces that are there before the first set, or that are created for it. One that may not be read is
    /// taken to be there, which is said.
    /// </summary>
    private async Task<IReadOnlyList<string>> NamespacesAsync(
        IReadOnlyList<Resource> played,
        CancellationToken cancellationToken
    )
    {
        var brought = played.Select(resource => resource.Id).Where(id => id.Kind == Kinds.Namespace).ToHashSet();
        var made = Creates.SelectMany(outcome => _outcomes[outcome]).Where(id => id.Kind == Kinds.Namespace);
        var known = made.Where(id => !brought.Contains(id)).Select(id => id.Name).ToHashSet();
        var needs = TargetNeeds.Of(restore);
        var used = needs.Namespaces.Concat(needs.Objects.Select(need => need.Resource.Namespace).OfType<string>());
        foreach (var name in used.Distinct())
        {
            var id = new ResourceId(Kinds.Namespace, null, name);
            if (brought.Contains(id) || known.Contains(name))
                continue;
            if (await _look.GetAsync(id, cancellationToken).ConfigureAwait(false) is not null || IsUnread(id))
                known.Add(name);
        }

        return [.. known.Order(StringComparer.Ordinal)];
    }

    private bool IsUnread(ResourceId id) => _look.Unread.Contains(id);

    /// <summary>What is created, set by set, and what is updated.</summary>
    private List<RehearsalStep> StepsOf(HashSet<ResourceId> created)
    {
        var updated = _outcomes[ApplyOutcome.Updated].ToHashSet();
        var steps = new List<RehearsalStep>();
        foreach (var set in restore.Sets)
        {
            steps.AddRange(set.Where(one => created.Contains(one.Id)).Select(RehearsalStep.Apply));
            steps.AddRange(set.Where(one => updated.Contains(one.Id)).Select(Update));
            steps.Add(RehearsalStep.Wait);
        }

        return steps;
    }

    private static RehearsalStep Update(Resource one) =>
        new(RehearsalAction.Patch, ExistingForm.Short(one.Id), one.At(""));
}
