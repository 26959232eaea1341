using System.Diagnostics;
using System.Globalization;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Applies held machines, each with a Secret that it owns, to a server that takes its time for each request, and releases
/// them. A request after the other would take a round each; side by side it is a round for as many as run at once.
/// </summary>
internal static class ApplyRun
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(TextWriter output, int machines)
    {
        await TimeAsync(16, TimeSpan.Zero);
        var (apply, release, requests) = await TimeAsync(machines, Latency);
        // Written, given owners and released: an object costs a read and a write each time.
        var rounds = 2.0 * machines / new ClusterOptions().ObjectParallelism * Latency.TotalSeconds;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"machines\":{machines},\"requests\":{requests},\"applySeconds\":{apply:0.000},\"releaseSeconds\":{release:0.000},\"releaseToRounds\":{release / rounds:0.00},\"releaseToOneByOne\":{release / (2 * machines * Latency.TotalSeconds):0.00}}}"
            )
        );
    }

    private static async Task<(double Apply, double Release, int Requests)> TimeAsync(int machines, TimeSpan latency)
    {
        var restore = Restore(machines);
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        server.Latency = latency;
        using var client = server.CreateClient();
        var target = new ClusterTarget(client);

        var start = Stopwatch.GetTimestamp();
        await target.ApplyAsync(restore, null);
        var applied = Stopwatch.GetTimestamp();
        await target.ReleaseAsync(restore, null);

        return (
            Stopwatch.GetElapsedTime(start, applied).TotalSeconds,
            Stopwatch.GetElapsedTime(applied).TotalSeconds,
            server.Requests.Count
        );
    }

    private static RestoreResult Restore(int machines)
    {
        var resources = Enumerable.Range(0, machines).SelectMany(Objects);
        var policy = RestorePolicy.CreateBuilder().StripOwners().HoldRunState().Build("held");

        return policy.Apply(ResourceGraph.Create(resources, BuiltInResolvers.Default));
    }

    private static IEnumerable<Resource> Objects(int i) =>
        [
            Resource.Parse(
                $$$"""
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm-{{{i}}}","namespace":"shop","uid":"vm-{{{i}}}"},
                 "spec":{"runStrategy":"Always","template":{"spec":{"domain":{"devices":{} } } } } }
                """
            ),
            Resource.Parse(
                $$$"""
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"vm-{{{i}}}","namespace":"shop","ownerReferences":[
                 {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"vm-{{{i}}}","uid":"vm-{{{i}}}"}] } }
                """
            ),
        ];
}
