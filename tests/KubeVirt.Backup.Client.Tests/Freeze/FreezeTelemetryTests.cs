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
    [Fact]
    public async Task Each_freeze_and_thaw_is_an_activity_and_each_verdict_is_counted()
    {
        var time = new FakeTimeProvider();
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b")], time), time) { FailOn = "b" };
        var activities = new ConcurrentBag<(string Name, string? Guest, ActivityStatusCode Status)>();
        var counted = new ConcurrentBag<(string? Consistency, long Count)>();
        using var root = new Activity("test").Start();
        // Other tests run at the same time.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KubeVirt.Backup",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
                activities.Add(
                    (activity.OperationName, (string?)activity.GetTagItem("kubevirt.guest"), activity.Status)
                ),
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Name == "kubevirt.backup.verdicts")
                    it.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                if (Activity.Current?.TraceId == root.TraceId)
                    counted.Add(((string?)tags[0].Value, count));
            }
        );
        meters.Start();

        var session = await FreezeSession.StartAsync(
            guests,
            [Guest("a").Id, Guest("b").Id],
            null,
            time,
            TestContext.Current.CancellationToken
        );
        await time.RunAsync(session.ThawAsync);

        var (a, b) = (Guest("a").Id.ToString(), Guest("b").Id.ToString());
        activities
            .Order()
            .ShouldBe([
                (BackupTelemetry.FreezeGuest, a, ActivityStatusCode.Unset),
                (BackupTelemetry.FreezeGuest, b, ActivityStatusCode.Error),
                (BackupTelemetry.ThawGuest, a, ActivityStatusCode.Unset),
                (BackupTelemetry.ThawGuest, b, ActivityStatusCode.Unset),
            ]);
        counted.Order().ShouldBe([("CrashConsistent", 1), ("FilesystemConsistent", 1)]);
    }

    private static Resource Guest(string name) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"{{{name}}}"},"status":{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"}]}}"""
        );
}
