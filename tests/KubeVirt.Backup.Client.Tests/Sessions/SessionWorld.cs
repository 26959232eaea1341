using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Client;

/// <summary>What tests of sessions share: snapshots that are taken at once, and what was logged and reported.</summary>
internal static class SessionWorld
{
    /// <summary>Takes the snapshot of each volume, with a handle.</summary>
    public static Task<IReadOnlyCollection<ClaimTime>> TakeAsync(SnapshotWork work, CancellationToken _)
    {
        List<ClaimTime> taken = [];
        foreach (var claim in work.Plan.Volumes)
        {
            var now = DateTimeOffset.UtcNow;
            taken.Add(new ClaimTime(claim, new SnapshotTime(now, now)) { Handle = $"snap-{claim.Name}" });
            work.ReportTaken(claim);
        }

        return Task.FromResult<IReadOnlyCollection<ClaimTime>>(taken);
    }

    /// <summary>Keeps log events.</summary>
    public sealed class Log<T> : ILogger<T>
    {
        private readonly List<(int Id, LogLevel Level, string Text)> _events = [];

        public IReadOnlyList<(int Id, LogLevel Level, string Text)> Events => _events;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var text = formatter(state, exception);
            Canary.ShouldNotBeIn($"{text} {exception}", "the log");
            _events.Add((eventId.Id, logLevel, text));
        }
    }
}
