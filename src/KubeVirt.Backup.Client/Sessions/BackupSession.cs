using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// A backup in one call, after KubeVirt's guide: discover, freeze, take snapshots, thaw, export, write the definitions.
/// Whatever fails, guests are thawed and no archive is half-written. What fails once snapshots are taken leaves a partial
/// backup, not none.
/// </summary>
/// <param name="source">Where the objects come from.</param>
/// <param name="freezer">How guests are frozen.</param>
/// <param name="time">The clock. Default: the system's.</param>
/// <param name="resolvers">
/// Which references a plan follows whose options choose none. Default: the built-in resolvers.
/// </param>
/// <param name="platforms">
/// What is known of platforms where the options of a plan choose none. Default: the built-in packs.
/// </param>
/// <param name="logger">Receives the events of <see cref="BackupEventIds"/>. Default: nobody.</param>
/// <remarks>
/// Holds no state: one session object can run several backups, also at the same time. A backup is an activity of the
/// source <see cref="BackupTelemetry.SourceName"/>, with one for each step in it. Source: KubeVirt docs/backup-restore-integration.md.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var session = new BackupSession(new ClusterResourceSource(client), new KubernetesGuestFreezer(client));
/// var snapshots = new VolumeSnapshots(client);
/// IReadOnlyList&lt;ClaimSnapshot&gt; taken = [];
/// var options = new BackupOptions
/// {
///     Prepare = async (found, token) =>
///         taken = await snapshots.PrepareAsync(found.Volumes, "monday", token),
///     Snapshot = async (_, token) =>
///     {
///         taken = await snapshots.CreateAsync(taken, cancellationToken: token);
///         taken = await snapshots.WaitAsync(taken, SnapshotMoment.Taken, cancellationToken: token);
///         return [.. taken.Select(snapshot => snapshot.Time)];
///     },
///     Archive = "monday.tar.gz",
/// };
/// var report = await session.RunAsync(options, cancellationToken);
/// Console.WriteLine(report.Plan);
/// </code>
/// </example>
public sealed class BackupSession(
    IResourceSource source,
    IGuestFreezer freezer,
    TimeProvider? time = null,
    ResolverSet? resolvers = null,
    PlatformSet? platforms = null,
    ILogger<BackupSession>? logger = null
)
{
    private readonly IResourceSource _source = source ?? throw new ArgumentNullException(nameof(source));
    private readonly IGuestFreezer _freezer = freezer ?? throw new ArgumentNullException(nameof(freezer));
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ILogger _logger = logger ?? NullLogger<BackupSession>.Instance;

    /// <summary>Makes a plan and runs the backup of it.</summary>
    /// <param name="options">
    /// What to do. <see langword="null"/>: plan everything, freeze, and write nothing.
    /// </param>
    /// <param name="cancellationToken">Gives up; what is frozen is thawed before this throws.</param>
    /// <returns>
    /// The plan, the verdicts and the archive. Nothing is frozen and no archive is written where there is nothing to back
    /// up, or a root or namespace that was asked for is not there; the plan's findings are errors then. Where
    /// <see cref="BackupOptions.Export"/> fails, the report is partial and the archive is written all the same.
    /// </returns>
    /// <exception cref="IOException">
    /// The cluster cannot be reached, or the archive exists or cannot be written.
    /// </exception>
    /// <exception cref="GuestsNotReadyException">
    /// A guest cannot be frozen, and the options make that a failure.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="AggregateException">
    /// The backup failed, and <see cref="BackupOptions.Undo"/> as well; it holds both failures.
    /// </exception>
    public Task<BackupReport> RunAsync(BackupOptions? options, CancellationToken cancellationToken)
    {
        options ??= new BackupOptions();
        var run = new BackupRun(_source, _freezer, options, _time, _logger);

        return run.RunAsync(
            token => BackupPlanner.PlanAsync(_source, Complete(options), token).AsTask(),
            cancellationToken
        );
    }

    /// <summary>
    /// Runs the backup of a plan, such as <see cref="BackupPlan.For"/> makes of a larger one: the machines of a cluster are
    /// planned once and backed up one by one. <see cref="BackupOptions.Plan"/> is not used.
    /// </summary>
    /// <param name="plan">
    /// The plan. Its machines are looked at once more: where one was changed, replaced or deleted since, nothing is done,
    /// and the report says so.
    /// </param>
    /// <param name="options">What to do. Default: freeze, and write nothing.</param>
    /// <param name="cancellationToken">Gives up; what is frozen is thawed before this throws.</param>
    /// <inheritdoc cref="RunAsync(BackupOptions, CancellationToken)" path="/returns|/exception"/>
    public Task<BackupReport> RunAsync(
        BackupPlan plan,
        BackupOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        var run = new BackupRun(_source, _freezer, options ?? new BackupOptions(), _time, _logger) { Planned = plan };

        return run.RunAsync(_ => Task.FromResult(plan), cancellationToken);
    }

    /// <summary>What the caller chose goes before what the session was made with.</summary>
    private PlanOptions Complete(BackupOptions options)
    {
        var plan = options.Plan ?? new PlanOptions();
        if (options.Ways is not null && plan.Ways is null)
            plan = plan with { Ways = WayOptions.Auto };
        if (resolvers is not null && plan.Resolvers == BuiltInResolvers.Default)
            plan = plan with { Resolvers = resolvers };
        if (platforms is not null && plan.Platforms == PlatformSet.Default)
            plan = plan with { Platforms = platforms };

        return plan;
    }
}
