using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Runs the steps of a backup, each with progress, events, an activity and its duration.</summary>
internal sealed class StepRunner(IProgress<BackupProgress>? progress, ILogger logger)
{
    /// <summary>Runs one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="total">How many things it is about; 0 where that is not known.</param>
    /// <param name="work">What it does.</param>
    public async Task<T> RunAsync<T>(BackupStep step, int total, Func<Task<T>> work)
    {
        progress?.Report(new BackupProgress { Step = step, Total = total });
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await Telemetry.TraceAsync(BackupTelemetry.OfStep(step), _ => work()).ConfigureAwait(false);
            logger.StepEnded(step, Stopwatch.GetElapsedTime(started).TotalSeconds);

            return result;
        }
        catch (Exception e)
        {
            logger.StepFailed(step, e);
            throw;
        }
        finally
        {
            Telemetry.RecordStep(step, Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>Runs one step that gives nothing.</summary>
    public async Task RunAsync(BackupStep step, int total, Func<Task> work) =>
        await RunAsync(step, total, async () =>
            {
                await work().ConfigureAwait(false);
                return true;
            })
            .ConfigureAwait(false);
}
