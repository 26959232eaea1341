using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KubeVirt.Backup.Client.Freeze;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class FreezeTelemetryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Each_freeze_and_thaw_is_an_activity_and_each_verdict_is_counted()
    {
        using var heard = new Heard();
        await FreezeAndThawAsync(
            new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b")], _time), _time) { FailOn = "b" }
        );

        var (a, b) = (Guest("a").Id.ToString(), Guest("b").Id.ToString());
        heard
            .Activities.Order()
            .ShouldBe([
                (BackupTelemetry.FreezeGuest, a, ActivityStatusCode.Unset),
                (BackupTelemetry.FreezeGuest, b, ActivityStatusCode.Error),
                (BackupTelemetry.ThawGuest, a, ActivityStatusCode.Unset),
                (BackupTelemetry.ThawGuest, b, ActivityStatusCode.Unset),
            ]);
        heard.Counted.Order().ShouldBe([("CrashConsistent", 1), ("FilesystemConsistent", 1)]);
    }

    [Fact]
    public async Task How_long_a_freeze_and_a_thaw_took_is_recorded_with_how_they_went()
    {
        using var heard = new Heard();
        await FreezeAndThawAsync(
            new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b")], _time), _time) { FailOn = "b", StuckOn = "b" }
        );

        heard
            .Durations.Select(duration => (duration.Instrument, duration.Outcome))
            .Distinct()
            .Order()
            .ShouldBe([
                (BackupTelemetry.FreezeDuration, "done"),
                (BackupTelemetry.FreezeDuration, "failed"),
                (BackupTelemetry.ThawDuration, "done"),
                (BackupTelemetry.ThawDuration, "failed"),
            ]);
        // It was tried until the server had thawed by itself.
        heard.Durations.Max(duration => duration.Seconds).ShouldBeGreaterThan(300);
        heard.Activities.ShouldContain((BackupTelemetry.ThawGuest, Guest("b").Id.ToString(), ActivityStatusCode.Error));
    }

    private async Task FreezeAndThawAsync(IGuestFreezer guests)
    {
        var session = await FreezeSession.StartAsync(
            guests,
            [Guest("a").Id, Guest("b").Id],
            null,
            _time,
            TestContext.Current.CancellationToken
        );
        await _time.RunAsync(session.ThawAsync);
    }

    private static Resource Guest(string name) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"{{{name}}}"},"status":{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"}]}}"""
        );

    /// <summary>What a listener hears of one test, as other tests run at the same time.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly Activity _root = new Activity("test").Start();
        private readonly ActivityListener _activities;
        private readonly MeterListener _meters = new();

        public Heard()
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == BackupTelemetry.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceId == _root.TraceId
                        ? ActivitySamplingResult.AllData
                        : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                    Activities.Add(
                        (activity.OperationName, (string?)activity.GetTagItem("kubevirt.guest"), activity.Status)
                    ),
            };
            ActivitySource.AddActivityListener(_activities);
            _meters.InstrumentPublished = (instrument, it) =>
            {
                if (
                    instrument.Name
                    is BackupTelemetry.Verdicts
                        or BackupTelemetry.FreezeDuration
                        or BackupTelemetry.ThawDuration
                )
                    it.EnableMeasurementEvents(instrument);
            };
            _meters.SetMeasurementEventCallback<long>(
                (_, count, tags, _) =>
                {
                    if (IsOurs)
                        Counted.Add(((string?)tags[0].Value, count));
                }
            );
            _meters.SetMeasurementEventCallback<double>(
                (instrument, seconds, tags, _) =>
                {
                    if (IsOurs)
                        Durations.Add((instrument.Name, (string?)tags[0].Value, seconds));
                }
            );
            _meters.Start();
        }

        public ConcurrentBag<(string Name, string? Guest, ActivityStatusCode Status)> Activities { get; } = [];

        public ConcurrentBag<(string? Consistency, long Count)> Counted { get; } = [];

        public ConcurrentBag<(string Instrument, string? Outcome, double Seconds)> Durations { get; } = [];

        private bool IsOurs => Activity.Current?.TraceId == _root.TraceId;

        public void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
            _root.Dispose();
        }
    }
}
