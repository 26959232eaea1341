using Microsoft.Extensions.Time.Testing;

namespace KubeVirt.Backup.Client;

/// <summary>Lets time pass for work that waits for it.</summary>
internal static class VirtualTime
{
    /// <summary>Runs work and advances the clock step by step until it is done.</summary>
    /// <remarks>
    /// Off the test's own synchronisation context, so that what a timer continues has run when the clock goes on.
    /// </remarks>
    public static Task<T> RunAsync<T>(this FakeTimeProvider time, Func<Task<T>> work, double stepSeconds = 0.25) =>
        Task.Run(async () =>
        {
            var running = work();
            for (var steps = 0; !running.IsCompleted; steps++)
            {
                if (steps > 100_000)
                    throw new TimeoutException("The work waits for something that no time brings.");
                time.Advance(TimeSpan.FromSeconds(stepSeconds));
                // What continues elsewhere, as after a cancelled wait, gets its turn.
                if (steps % 1000 == 999)
                    await Task.Delay(1);
            }

            return await running;
        });

    public static Task RunAsync(this FakeTimeProvider time, Func<Task> work) =>
        time.RunAsync(async () =>
        {
            await work();
            return true;
        });
}
