using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes the objects of a restore to a live cluster, set by set: each is created where it is absent, and the owners
/// that no controller puts back are written afterwards. What fails is a finding: the other objects of its set are still
/// tried, those of later sets are not, except in a dry run. What does not become ready stops only what needs it. A
/// server that is lost midway is a finding, too, so that what was written by then is reported.
/// </summary>
/// <remarks>
/// Safe for use from several threads. How the cluster serves kinds is asked anew for each call, since a target lives
/// longer than what is installed in its cluster.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var target = new ClusterTarget(client);
/// var check = await target.PreflightAsync(result, cancellationToken: cancellationToken);
/// if (check.IsComplete)
/// {
///     var options = new ApplyOptions { Wait = new WaitOptions(), Releases = true };
///     var report = await target.ApplyAsync(result, options, cancellationToken);
///     Console.WriteLine(report);
/// }
/// </code>
/// </example>
public sealed class ClusterTarget
{
    private readonly ClusterConnection _connection;
    private readonly TimeProvider _time;
    private readonly ResolverSet? _resolvers;
    private readonly ILogger _logger;

    /// <summary>Creates a target that writes to one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <param name="resolvers">Which references are followed. Default: the built-in resolvers.</param>
    /// <param name="logger">Receives the events of <see cref="BackupEventIds"/>. Default: nobody.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public ClusterTarget(
        IKubernetes client,
        ClusterOptions? options = null,
        TimeProvider? time = null,
        ResolverSet? resolvers = null,
        ILogger<ClusterTarget>? logger = null
    )
    {
        _logger = logger ?? NullLogger<ClusterTarget>.Instance;
        _resolvers = resolvers;
        _connection = new ClusterConnection(client, options, time);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Writes a restore, or checks with <see cref="ApplyOptions.DryRun"/> whether the server would accept it.
    /// </summary>
    /// <param name="restore">
    /// What to write. Nothing is written where one of its findings is an error that says that nothing is restored.
    /// </param>
    /// <param name="options">How it is written. Default: create what is absent, keep what is there.</param>
    /// <param name="cancellationToken">
    /// Stops before the next object. With a journal the same restore can go on later.
    /// </param>
    /// <returns>What became of each object, and what went wrong.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not report how it serves a kind of the restore, or no longer knows the
    /// account. Nothing was written.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ApplyReport> ApplyAsync(
        RestoreResult restore,
        ApplyOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        _logger.RestoreStarted(restore.Resources.Count(), restore.Sets.Count);
        var report = await Telemetry
            .TraceAsync(BackupTelemetry.Restore, _ => WriteAsync(restore, Complete(options), cancellationToken))
            .ConfigureAwait(false);
        _logger.RestoreEnded(report);

        return report;
    }

    private async Task<ApplyReport> WriteAsync(
        RestoreResult restore,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var discovery = await DiscoverAsync(restore, [], cancellationToken).ConfigureAwait(false);
        var mark = RestoreMark.Of(restore, options.Journal);
        return await new RestoreWriter(_connection, discovery, options, mark, _time)
            .WriteAsync(restore, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Releases what <see cref="HoldRunState"/> held, so that machines start as they are meant to: once data is in
    /// place, when that is not before the restore is written. What somebody changed meanwhile stays. Called again, it
    /// does nothing more.
    /// </summary>
    /// <remarks>
    /// Whatever is held under the names of the restore is released, also what was there before and was kept: unlike
    /// <see cref="ApplyOptions.Releases"/> this says that the caller knows it to be right. Leave objects that somebody
    /// else may still fill out of the restore that is given.
    /// </remarks>
    /// <param name="restore">The restore, after it was written.</param>
    /// <param name="fieldManager">
    /// The name under which the server remembers which fields were released. Default: that of
    /// <see cref="ApplyOptions.FieldManager"/>.
    /// </param>
    /// <param name="cancellationToken">Stops before the next object.</param>
    /// <returns>What could not be released, or was changed meanwhile; empty when all is well.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not report how it serves a kind of the restore, or no longer knows the
    /// account. Nothing was released.
    /// </exception>
    public async Task<IReadOnlyList<Finding>> ReleaseAsync(
        RestoreResult restore,
        string? fieldManager = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        var discovery = await DiscoverAsync(restore, [], cancellationToken).ConfigureAwait(false);
        var held = restore.Resources.Where(HeldRunState.IsHeld);
        var manager = fieldManager ?? new ApplyOptions().FieldManager;
        return await RunStateRelease
            .ReleaseAllAsync(_connection, discovery, manager, held, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Checks a target before anything is written: whether it serves kinds and versions, has what the restore refers
    /// to, grants the rights, has room in its quotas, has no guest of the same MAC address, UUID or serial, and would
    /// accept every object. The last is a dry run of the server with all its webhooks, which shows names that exist
    /// and objects that are refused.
    /// </summary>
    /// <param name="restore">The restore.</param>
    /// <param name="options">How it would be written. Default: create what is absent, keep what is there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What would become of each object, and what is wrong with the target.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not report how it serves a kind of the restore, or no longer knows the
    /// account.
    /// </exception>
    public async Task<ApplyReport> PreflightAsync(
        RestoreResult restore,
        ApplyOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        return await Telemetry
            .TraceAsync(BackupTelemetry.Preflight, _ => CheckAsync(restore, Complete(options), cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Plays a restore against a model of this target before anything is written: what will become of each machine and
    /// volume, by what the target holds. Objects that would be kept are taken as they are there; what the server refuses
    /// is not played.
    /// </summary>
    /// <param name="restore">The restore.</param>
    /// <param name="preflight">What checking it came to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What the target holds and what will happen. What may not be read is unknown, and a finding.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, fails, or no longer knows the account.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example>
    /// <code language="csharp">
    /// var target = new ClusterTarget(client);
    /// var check = await target.PreflightAsync(result, cancellationToken: cancellationToken);
    /// var rehearsal = await target.RehearseAsync(result, check, cancellationToken);
    /// foreach (var machine in rehearsal.Report.Machines)
    ///     Console.WriteLine(machine);
    /// </code>
    /// </example>
    public Task<ClusterRehearsal> RehearseAsync(
        RestoreResult restore,
        ApplyReport preflight,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        ArgumentNullException.ThrowIfNull(preflight);
        return new RehearsalReader(_connection, restore, preflight).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Puts the findings of a report into those of its restore, and takes out what the target has settled: that the
    /// backup lacks a namespace, a storage class or another object which the target has, or gets by the restore.
    /// </summary>
    /// <param name="restore">The restore, whose findings come from the backup alone.</param>
    /// <param name="report">What checking or writing it came to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The restore with what is still open. What the target does not tell settles nothing.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<RestoreResult> SettleAsync(
        RestoreResult restore,
        ApplyReport report,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        ArgumentNullException.ThrowIfNull(report);
        var written = report
            .Objects.Where(applied => applied.Outcome is not (ApplyOutcome.Failed or ApplyOutcome.NotReached))
            .Select(applied => applied.Resource)
            .ToHashSet();
        var open = await new SettledFindings(_connection)
            .WithoutAsync(restore.Findings, written.Contains, cancellationToken)
            .ConfigureAwait(false);

        return (restore with { Findings = open }).WithFindings(report.Findings);
    }

    /// <summary>
    /// Checks whether restored objects have become what they should: claims bound or waiting for their first consumer,
    /// DataVolumes succeeded or waiting so, machines not stuck and without a failure, revisions, Secrets and ConfigMaps
    /// still there. Neither of the first two implies the other.
    /// </summary>
    /// <param name="restore">The restore, after it was written.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What is not so yet or cannot be read, with what to look at; empty when all is well.</returns>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, does not report how it serves a kind of the restore, or no longer knows the
    /// account.
    /// </exception>
    public async Task<IReadOnlyList<Finding>> VerifyAsync(
        RestoreResult restore,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        return await Telemetry
            .TraceAsync(BackupTelemetry.Verify, _ => CheckReadinessAsync(restore, cancellationToken))
            .ConfigureAwait(false);
    }

    private ApplyOptions Complete(ApplyOptions? options)
    {
        options ??= new ApplyOptions();
        return options with { Resolvers = options.Resolvers ?? _resolvers };
    }

    private async Task<ApplyReport> CheckAsync(
        RestoreResult restore,
        ApplyOptions options,
        CancellationToken cancellationToken
    )
    {
        var needs = TargetNeeds.Of(restore);
        GroupKind[] neededKinds =
        [
            .. needs.Objects.Select(need => need.Resource.Kind),
            .. IdentityCheck.GuestKinds,
            QuotaCheck.ResourceQuota,
        ];
        var discovery = await DiscoverAsync(restore, neededKinds, cancellationToken).ConfigureAwait(false);

        var mark = RestoreMark.Of(restore, options.Journal);
        options = options with { DryRun = true, Journal = null };
        var report = await new RestoreWriter(_connection, discovery, options, mark, _time)
            .WriteAsync(restore, cancellationToken)
            .ConfigureAwait(false);
        var needed = new NeedsCheck(_connection, discovery, options.CreatesNamespaces);
        var missing = await needed.FindAsync(restore, needs, cancellationToken).ConfigureAwait(false);
        var rights = await new RightsCheck(_connection, discovery)
            .FindAsync(restore, report, options, cancellationToken)
            .ConfigureAwait(false);
        var quotas = await new QuotaCheck(_connection, discovery)
            .FindAsync(restore, report, cancellationToken)
            .ConfigureAwait(false);
        var identities = await new IdentityCheck(_connection, discovery)
            .FindAsync(restore, cancellationToken)
            .ConfigureAwait(false);

        IEnumerable<Finding> findings = [.. report.Findings, .. missing, .. rights, .. quotas, .. identities];
        return report with { Findings = [.. findings.Order()], Found = needed.Found };
    }

    private async Task<IReadOnlyList<Finding>> CheckReadinessAsync(
        RestoreResult restore,
        CancellationToken cancellationToken
    )
    {
        var discovery = await DiscoverAsync(restore, [], cancellationToken).ConfigureAwait(false);
        var expected = restore.Resources.Where(resource => Readiness.IsKnown(resource.Id.Kind));
        var once = new WaitOptions { Limit = TimeSpan.Zero };
        return await new ReadinessCheck(_connection, discovery, _time)
            .WaitAsync(expected, once, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks how the server serves the kinds of a restore, and further ones.</summary>
    /// <exception cref="ClusterException">
    /// The server does not report how it serves a group, which is not the same as that it does not serve it.
    /// </exception>
    private async Task<ClusterDiscovery> DiscoverAsync(
        RestoreResult restore,
        IEnumerable<GroupKind> furtherKinds,
        CancellationToken cancellationToken
    )
    {
        var discovery = new ClusterDiscovery(_connection);
        GroupKind[] always = [Kinds.Namespace, Kinds.StorageClass, Kinds.PersistentVolumeClaim];
        var kinds = restore
            .Resources.Select(resource => resource.Id.Kind)
            .Concat(always)
            .Concat(furtherKinds)
            .Distinct();
        var failures = await discovery.LoadAsync(kinds, cancellationToken).ConfigureAwait(false);
        if (failures.Count > 0)
            throw failures.MinBy(failure => failure.Key, StringComparer.Ordinal).Value;

        return discovery;
    }
}
