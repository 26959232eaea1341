using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeVirt.Backup.Worker;

/// <summary>Plans the whole cluster once a run, and backs up its machines, pools and replica sets one by one.</summary>
internal sealed partial class BackupWorker(
    IServiceProvider services,
    IOptions<BackupSettings> settings,
    Schedule schedule,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<BackupWorker> logger
) : BackgroundService
{
    /// <summary>Whether the last run backed up every machine as asked.</summary>
    public bool LastRunWasGood { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(settings.Value.Folder);
        using var timer = new PeriodicTimer(settings.Value.Every, time);
        do
        {
            LastRunWasGood = await RunAsync(stoppingToken);
        } while (!schedule.Once && await timer.WaitForNextTickAsync(stoppingToken));

        lifetime.StopApplication();
    }

    /// <summary>One run. A cluster that is away now is back at the next one.</summary>
    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await BackUpAllAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogRunFailed(e);
            return false;
        }
    }

    private async Task<bool> BackUpAllAsync(CancellationToken cancellationToken)
    {
        var source = services.GetRequiredService<IResourceSource>();
        var plan = await BackupPlanner.PlanAsync(source, WhatToPlan(), cancellationToken);
        var identities = services.GetRequiredService<IClusterIdentitySource>();
        var cluster = await identities.IdentifyAsync(cancellationToken);
        LogPlanned(plan.Roots.Count, plan.Findings.Count);

        var failed = 0;
        foreach (var root in plan.Roots)
        {
            if (!await BackUpAsync(plan.For(root), root, cluster, cancellationToken))
                failed++;
        }

        LogEnded(plan.Roots.Count, failed);
        return failed == 0;
    }

    /// <summary>Backs up one machine, pool or replica set. Its failure is not that of the others.</summary>
    private async Task<bool> BackUpAsync(
        BackupPlan plan,
        ResourceId root,
        ClusterIdentity cluster,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var backup = services.GetRequiredService<MachineBackup>();
            var report = await backup.RunAsync(plan, root, cluster, cancellationToken);
            LogBackedUp(root, report.Archive, report.ReachedWhatWasAsked);
            return report.ReachedWhatWasAsked;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(root, e);
            return false;
        }
    }

    private PlanOptions WhatToPlan() =>
        new()
        {
            Selection = new Selection(exclude: settings.Value.Exclude),
            Resolvers = services.GetRequiredService<ResolverSet>(),
            Platforms = services.GetRequiredService<PlatformSet>(),
        };

    [LoggerMessage(LogLevel.Information, "{Roots} machines, pools and replica sets to back up, {Findings} findings")]
    private partial void LogPlanned(int roots, int findings);

    [LoggerMessage(LogLevel.Information, "{Root}: {Archive}, as asked: {AsAsked}")]
    private partial void LogBackedUp(ResourceId root, string? archive, bool asAsked);

    [LoggerMessage(LogLevel.Error, "{Root} was not backed up")]
    private partial void LogFailed(ResourceId root, Exception exception);

    [LoggerMessage(LogLevel.Error, "The run failed")]
    private partial void LogRunFailed(Exception exception);

    [LoggerMessage(LogLevel.Information, "{Roots} were tried, {Failed} of them not backed up as asked")]
    private partial void LogEnded(int roots, int failed);
}
