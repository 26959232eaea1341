using System.Diagnostics;
using System.Text;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes the objects of a restore to a live cluster, set by set: each is created where it is absent, and what no
/// controller does afterwards, putting owners back, is done. What fails is a finding; the objects of its set are all
/// tried, those of later sets are not, except in a dry run. So is a server that is lost midway: what was done by then
/// is reported.
/// </summary>
public sealed class ClusterTarget
{
    private readonly ClusterConnection _connection;
    private readonly TimeProvider _time;

    /// <summary>Writes to a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public ClusterTarget(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _connection = new ClusterConnection(client, options, time);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Writes a restore, or checks with <see cref="ApplyOptions.DryRun"/> whether the server would take it.
    /// </summary>
    /// <param name="restore">
    /// What to write. Nothing is, where one of its findings is an error that says that nothing is restored.
    /// </param>
    /// <param name="options">How. Default: create what is absent, keep what is there.</param>
    /// <param name="cancellationToken">
    /// Stops before the next object. With a journal the same restore can go on later.
    /// </param>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not tell how it serves a kind of the restore, or knows the account no longer.
    /// Nothing was written.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ApplyReport> ApplyAsync(
        RestoreResult restore,
        ApplyOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        return await ApplyAsync(
                await DiscoverAsync(restore, [], cancellationToken).ConfigureAwait(false),
                restore,
                options ?? new ApplyOptions(),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Lets run what <see cref="HoldRunState"/> held: once data is in place, when that is not before the restore is
    /// written. What somebody changed meanwhile stays. Called again, it does nothing more.
    /// </summary>
    /// <remarks>
    /// Whatever is held under the names of the restore is let run, also what was there before and was kept: unlike
    /// <see cref="ApplyOptions.Releases"/> this is how to say that one knows. Leave objects that somebody else may
    /// still fill out of the restore that is given.
    /// </remarks>
    /// <param name="restore">The restore, after it was written.</param>
    /// <param name="cancellationToken">Stops before the next object.</param>
    /// <returns>What could not be let run, or was changed meanwhile; empty when all is well.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not tell how it serves a kind of the restore, or knows the account no longer.
    /// Nothing was released.
    /// </exception>
    public async Task<IReadOnlyList<Finding>> ReleaseAsync(
        RestoreResult restore,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        var discovery = await DiscoverAsync(restore, [], cancellationToken).ConfigureAwait(false);
        return await ReleaseHeldAsync(discovery, restore.Resources.Where(HeldRunState.IsHeld), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Checks a target before anything is written: whether it serves kinds and versions, has what the restore refers
    /// to, grants the rights, has room in its quotas, has no guest of the same MAC address, UUID or serial, and would
    /// take every object. The last is a dry run of the server with all its webhooks, which shows names that are taken
    /// and objects that are refused.
    /// </summary>
    /// <param name="restore">The restore.</param>
    /// <param name="options">How it would be written. Default: create what is absent, keep what is there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not tell how it serves a kind of the restore, or knows the account no longer.
    /// </exception>
    public async Task<ApplyReport> PreflightAsync(
        RestoreResult restore,
        ApplyOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        return await Telemetry
            .TraceAsync("Preflight", _ => CheckAsync(restore, options ?? new ApplyOptions(), cancellationToken))
            .ConfigureAwait(false);
    }

    private async Task<ApplyReport> CheckAsync(
        RestoreResult restore,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var needs = TargetNeeds.Of(restore);
        var discovery = await DiscoverAsync(
                restore,
                [
                    .. needs.Objects.Select(need => need.Resource.Kind),
                    .. IdentityCheck.Guests,
                    QuotaCheck.ResourceQuota,
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        options = options with { DryRun = true, Journal = null };
        var report = await ApplyAsync(discovery, restore, options, cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<Finding>[] checks =
        [
            report.Findings,
            await new Preflight(_connection, discovery)
                .FindAsync(restore, needs, cancellationToken)
                .ConfigureAwait(false),
            await new RightsCheck(_connection, discovery)
                .FindAsync(restore, report, options, cancellationToken)
                .ConfigureAwait(false),
            await new QuotaCheck(_connection, discovery)
                .FindAsync(restore, report, cancellationToken)
                .ConfigureAwait(false),
            await new IdentityCheck(_connection, discovery).FindAsync(restore, cancellationToken).ConfigureAwait(false),
        ];
        return report with { Findings = [.. checks.SelectMany(findings => findings).Order()] };
    }

    /// <summary>
    /// Looks whether restored objects became what they should: claims bound or waiting for their first consumer,
    /// DataVolumes succeeded or waiting so, machines not
    /// stuck and without a failure, revisions, Secrets and ConfigMaps still there. Neither of the first two implies the
    /// other.</summary>
    /// <param name="restore">The restore, after it was written.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What is not so yet or cannot be read, with what to look at; empty when all is well.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not tell how it serves a kind of the restore, or knows the account no longer.
    /// </exception>
    public async Task<IReadOnlyList<Finding>> VerifyAsync(
        RestoreResult restore,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        return await Telemetry
            .TraceAsync("Verify", async _ =>
                await new ReadinessCheck(
                    _connection,
                    await DiscoverAsync(restore, [], cancellationToken).ConfigureAwait(false),
                    _time
                )
                    .WaitAsync(
                        restore.Resources.Where(resource => Readiness.IsKnown(resource.Id.Kind)),
                        new WaitOptions { Limit = TimeSpan.Zero },
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
            .ConfigureAwait(false);
    }

    private async Task<ApplyReport> ApplyAsync(
        ClusterDiscovery discovery,
        RestoreResult restore,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var writer = new ObjectWriter(_connection, discovery, options.FieldManager, options.DryRun);
        if (options.CreatesNamespaces)
            restore = await WithNamespacesAsync(writer, restore, cancellationToken).ConfigureAwait(false);
        var run = new ApplyRun(writer, options, restore);
        var ready = new ReadinessCheck(_connection, discovery, _time);
        foreach (var (index, set) in restore.Sets.Index())
        {
            await Telemetry
                .TraceAsync("ApplySet", async activity =>
                {
                    activity?.SetTag("set", index).SetTag("objects", set.Count);
                    await WriteSetAsync(run, set, cancellationToken).ConfigureAwait(false);
                    if (options is { DryRun: false, Wait: { } wait } && run.IsComplete)
                        run.Stop(
                            await ready
                                .WaitAsync(
                                    set.Where(resource => Readiness.IsWaitedFor(resource.Id.Kind)),
                                    wait,
                                    cancellationToken
                                )
                                .ConfigureAwait(false)
                        );
                    return activity?.SetStatus(run.IsComplete ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
                })
                .ConfigureAwait(false);
        }

        if (options.DryRun || !run.IsComplete)
            return run.ToReport();
        await run.PutOwnersBackAsync(cancellationToken).ConfigureAwait(false);
        if (options.Releases && run.IsComplete)
            run.Stop(
                await ReleaseReadyAsync(discovery, ready, restore, run.IsTaken, options, cancellationToken)
                    .ConfigureAwait(false)
            );
        return run.ToReport();
    }

    /// <summary>
    /// Lets run what this restore wrote or took over. What it kept is somebody else's, who may still fill its disks.
    /// </summary>
    private async Task<IReadOnlyList<Finding>> ReleaseReadyAsync(
        ClusterDiscovery discovery,
        ReadinessCheck ready,
        RestoreResult restore,
        Func<ResourceId, bool> isTaken,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var held = restore.Resources.Where(resource => HeldRunState.IsHeld(resource) && isTaken(resource.Id)).ToList();
        var problems = await ready
            .WaitAsync(
                restore.Resources.Where(resource => Readiness.IsKnown(resource.Id.Kind)),
                options.Wait ?? new WaitOptions(),
                cancellationToken
            )
            .ConfigureAwait(false);
        return problems.Count == 0
            ? await ReleaseHeldAsync(discovery, held, cancellationToken).ConfigureAwait(false)
            :
            [
                .. problems,
                .. held.Select(resource => new Finding(
                    FindingIds.NotReleased,
                    FindingSeverity.Warning,
                    resource.Id,
                    HeldRunState.Annotation,
                    "It stays held, since not everything is ready. Mend that, then release it."
                )),
            ];
    }

    private async Task<IReadOnlyList<Finding>> ReleaseHeldAsync(
        ClusterDiscovery discovery,
        IEnumerable<Resource> held,
        CancellationToken cancellationToken
    )
    {
        var release = new RunStateRelease(new ObjectWriter(_connection, discovery, "kubevirt-backup", dryRun: false));
        var findings = new List<Finding>();
        foreach (var resource in held)
            findings.AddRange(await release.ReleaseAsync(resource, cancellationToken).ConfigureAwait(false));
        return findings;
    }

    /// <summary>
    /// Learns how the server serves the kinds of a restore, and those that are looked at besides. Anew for each call,
    /// since a target lives longer than what is installed. A group of which it does not tell is not one that it does
    /// not serve.
    /// </summary>
    private async Task<ClusterDiscovery> DiscoverAsync(
        RestoreResult restore,
        IEnumerable<GroupKind> more,
        CancellationToken cancellationToken
    )
    {
        var discovery = new ClusterDiscovery(_connection);
        GroupKind[] always = [Kinds.Namespace, Kinds.StorageClass, Kinds.PersistentVolumeClaim];
        var failures = await discovery
            .LoadAsync(
                restore.Resources.Select(resource => resource.Id.Kind).Concat(always).Concat(more).Distinct(),
                cancellationToken
            )
            .ConfigureAwait(false);
        return failures.Count == 0
            ? discovery
            : throw failures.MinBy(failure => failure.Key, StringComparer.Ordinal).Value;
    }

    /// <summary>
    /// The restore with the namespaces that it does not bring and the target lacks. One that may not be read is taken
    /// to be there.
    /// </summary>
    private static async Task<RestoreResult> WithNamespacesAsync(
        ObjectWriter writer,
        RestoreResult restore,
        CancellationToken cancellationToken
    )
    {
        var brought = restore.Resources.Select(resource => resource.Id).ToHashSet();
        var absent = new List<Resource>();
        foreach (
            var name in restore
                .Resources.Select(resource => resource.Id.Namespace)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal)
        )
        {
            var id = new ResourceId(Kinds.Namespace, null, name);
            if (!brought.Contains(id) && await writer.IsAbsentAsync(id, "v1", cancellationToken).ConfigureAwait(false))
                absent.Add(
                    new Resource(
                        id,
                        "v1",
                        Encoding.UTF8.GetBytes(
                            $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}"""
                        )
                    )
                );
        }

        return absent.Count == 0 ? restore : restore with { Sets = [absent, .. restore.Sets] };
    }

    private async Task WriteSetAsync(ApplyRun run, IReadOnlyList<Resource> set, CancellationToken cancellationToken)
    {
        var isReached = run.GoesOn;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = _connection.Options.Parallelism,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForEachAsync(set, parallel, async (resource, token) =>
            {
                if (isReached)
                    await run.WriteAsync(resource, token).ConfigureAwait(false);
                else
                    run.Note(resource.Id, ApplyOutcome.NotReached, null);
            })
            .ConfigureAwait(false);
    }
}
