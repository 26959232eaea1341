using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Client;

/// <summary>Keeps log events in their order, none of which may show a secret.</summary>
internal sealed class KeptLog<T> : ILogger<T>
{
    private readonly Lock _lock = new();
    private readonly List<(int Id, LogLevel Level, string Text)> _events = [];

    public IReadOnlyList<(int Id, LogLevel Level, string Text)> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

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
        lock (_lock)
            _events.Add((eventId.Id, logLevel, text));
    }
}
