using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Client.Canaries;

/// <summary>
/// Keeps whatever the library tells while something runs: log events with their exceptions, activities, and measurements.
/// Other tests run at the same time, and what they tell of activities and measurements is kept as well: it may show nothing,
/// either.
/// </summary>
internal sealed class Watch : IDisposable
{
    private readonly ConcurrentQueue<(string Output, string Text)> _outputs = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Watch()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BackupTelemetry.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.Start();
    }

    public int Count(string output) => _outputs.Count(kept => kept.Output == output);

    public ILogger<T> Logger<T>() => new Log<T>(this);

    public IProgress<T> Progress<T>() => new Reports<T>((value, _) => Keep("progress", $"{value}"));

    public void Keep(string output, string? text) => _outputs.Enqueue((output, text ?? ""));

    /// <summary>Keeps what an exception says, with all within it and where it was thrown.</summary>
    public void Keep(Exception exception) => Keep("exception", $"{exception}");

    /// <summary>Fails where the canary, or another secret, is in anything that was kept.</summary>
    public void Search(params string[] secrets)
    {
        foreach (var (output, text) in _outputs)
        {
            Canary.ShouldNotBeIn(text, output);
            foreach (var secret in secrets.Where(secret => text.Contains(secret, StringComparison.Ordinal)))
                throw new InvalidOperationException($"{output} shows {secret}: {text}");
        }
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Keep(Activity activity)
    {
        var tags = activity.TagObjects.Concat(
            activity.Baggage.Select(item => new KeyValuePair<string, object?>(item.Key, item.Value))
        );
        var events = activity.Events.SelectMany(told => told.Tags.Prepend(new(told.Name, null)));
        var all = string.Join(' ', tags.Concat(events).Select(tag => $"{tag.Key}={tag.Value}"));
        Keep("activity", $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {all}");
    }

    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Keep("measurement", $"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}");

    private sealed class Log<T>(Watch watch) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            watch.Keep("log", $"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            // Structured logs keep each value by itself.
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
            watch.Keep("log", $"{formatter(state, exception)} {values} {exception}");
        }
    }
}
