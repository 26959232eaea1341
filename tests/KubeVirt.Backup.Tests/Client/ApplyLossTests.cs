using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>The server is not there, or no longer, when a restore is written.</summary>
public class ApplyLossTests
{
    private static readonly ClusterOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1), Parallelism = 1 };

    private static readonly RestoreResult Copy = RestorePolicy.CreateBuilder().Add(RestorePresets.Unique).HoldRunState().Build("held").Apply(
        ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default), new NameMap(new Dictionary<string, string> { ["shop"] = "copy" }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_of_which_the_server_does_not_tell_stops_a_restore_before_anything_is_written()
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();
        var target = new ClusterTarget(client, Quick);
        server.Break(new Fault(FaultKind.Error) { Path = "/apis/kubevirt.io/v1", Times = int.MaxValue });
        foreach (var ask in new Func<Task>[] { () => target.ApplyAsync(Copy, null, Token), () => target.PreflightAsync(Copy, null, Token), () => target.VerifyAsync(Copy, Token), () => target.ReleaseAsync(Copy, Token) })
            (await Should.ThrowAsync<ClusterException>(ask)).Message.ShouldContain("GET /apis/kubevirt.io/v1: 503 the server is currently unable to handle the request");
        server.Requests.ShouldNotContain(request => request.Method == "POST" && request.Path.StartsWith("/api/v1", StringComparison.Ordinal));
    }
}
