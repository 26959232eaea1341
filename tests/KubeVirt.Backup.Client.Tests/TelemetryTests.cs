using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class TelemetryTests
{
    private static readonly RestoreResult Restore = new(
        [
            [Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""")],
            [Resource.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"a"}}""")],
        ],
        [],
        [],
        []
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sets_and_checks_of_a_restore_are_activities()
    {
        var seen = new ConcurrentQueue<Activity>();
        using var root = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KubeVirt.Backup",
            Sample = (ref options) =>
                options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        await target.ApplyAsync(Restore, null, Token);
        await target.VerifyAsync(Restore, Token);
        server.Break(Fault.OfCode(418, "/configmaps/", times: int.MaxValue));
        await target.ApplyAsync(Restore, null, Token);
        seen.Select(activity =>
                (
                    activity.OperationName,
                    Set: activity.GetTagItem(BackupTelemetry.Set),
                    Objects: activity.GetTagItem(BackupTelemetry.Objects),
                    activity.Status
                )
            )
            .ShouldBe([
                (BackupTelemetry.ApplySet, 0, 1, ActivityStatusCode.Ok),
                (BackupTelemetry.ApplySet, 1, 1, ActivityStatusCode.Ok),
                (BackupTelemetry.Restore, null, null, ActivityStatusCode.Unset),
                (BackupTelemetry.Verify, null, null, ActivityStatusCode.Unset),
                (BackupTelemetry.ApplySet, 0, 1, ActivityStatusCode.Ok),
                (BackupTelemetry.ApplySet, 1, 1, ActivityStatusCode.Error),
                (BackupTelemetry.Restore, null, null, ActivityStatusCode.Unset),
            ]);
        seen.Clear();
        server.Break(Fault.OfCode(418, "/apis"));
        await Should.ThrowAsync<ClusterException>(() => target.PreflightAsync(Restore, null, Token));
        var preflight = seen.ShouldHaveSingleItem();
        (preflight.OperationName, preflight.Status, preflight.StatusDescription).ShouldBe(
            (BackupTelemetry.Preflight, ActivityStatusCode.Error, nameof(ClusterException))
        );
    }

    // Other tests ask at the same time: the status code is one that no other test is answered with.
    [Fact]
    public async Task Requests_and_retries_are_counted()
    {
        var (requests, retries) = (0L, 0L);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                if (instrument.Name == "kubevirt.backup.requests")
                    Interlocked.Add(ref requests, value);
                else if (
                    instrument.Name == "kubevirt.backup.retries"
                    && tags.ToArray().Contains(new("http.response.status_code", 502))
                )
                    Interlocked.Add(ref retries, value);
            }
        );
        listener.Start();
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(502, "/apis", times: 3));
        await new ClusterTarget(client, Quick).ApplyAsync(Restore, null, Token);
        retries.ShouldBe(3);
        requests.ShouldBeGreaterThanOrEqualTo(server.Requests.Count);
    }
}
