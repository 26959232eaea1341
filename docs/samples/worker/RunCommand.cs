using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeVirt.Backup.Worker;

/// <summary><c>run</c>: backs up everything on a schedule, or once.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Back up everything now, and end." };
        var command = new Command("run", "Backs up every machine of every namespace on a schedule.") { once };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(once), cancellationToken));

        return command;
    }

    /// <summary>0 where every machine was backed up as asked, 1 where one was not.</summary>
    private static async Task<int> RunAsync(bool once, CancellationToken cancellationToken)
    {
        var builder = WorkerHost.CreateBuilder();
        builder.Services.AddSingleton(new Schedule(once)).AddSingleton<BackupWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BackupWorker>());
        // Disposed of by RunAsync, so that telemetry is written to the last value.
        var host = builder.Build();
        var worker = host.Services.GetRequiredService<BackupWorker>();
        await host.RunAsync(cancellationToken);

        return worker.LastRunWasGood ? 0 : 1;
    }
}
