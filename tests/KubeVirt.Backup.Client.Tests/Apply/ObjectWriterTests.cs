using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>How often a patch is sent that the server refuses.</summary>
public class ObjectWriterTests
{
    private const string Map =
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"db"},"data":{"a":"1"}}""";
    private const int Attempts = 3;

    private static readonly ClusterOptions Few = Quick with
    {
        MaxRetryDelay = TimeSpan.FromMilliseconds(1),
        Attempts = Attempts,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(409, Attempts)]
    [InlineData(410, Attempts)]
    [InlineData(422, Attempts)]
    [InlineData(400, 1)]
    [InlineData(403, 1)]
    public async Task A_patch_is_made_anew_as_often_as_the_options_say_where_that_may_help(int code, int patches)
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Map)]);
        server.Break(Fault.OfCode(code, "/configmaps/db", "PATCH", times: int.MaxValue));
        using var client = server.CreateClient();
        var writer = await WriterAsync(client);

        await Should.ThrowAsync<ClusterException>(() => MergeAsync(writer));
        server.Requests.Count(request => request.Method == "PATCH").ShouldBe(patches);
    }

    [Fact]
    public async Task An_object_that_is_absent_is_not_patched_and_one_that_needs_nothing_neither()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var writer = await WriterAsync(client);
        (await MergeAsync(writer)).ShouldBeFalse();

        server.Add([Resource.Parse(Map)]);
        (await writer.MergeAsync(Resource.Parse(Map), _ => null, Token)).ShouldBeTrue();
        server.Requests.ShouldNotContain(request => request.Method == "PATCH");
        (await MergeAsync(writer)).ShouldBeTrue();
        server.Requests.Count(request => request.Method == "PATCH").ShouldBe(1);
    }

    private static Task<bool> MergeAsync(ObjectWriter writer) =>
        writer.MergeAsync(Resource.Parse(Map), _ => """{"data":{"a":"2"}}"""u8.ToArray(), Token);

    private static async Task<ObjectWriter> WriterAsync(k8s.IKubernetes client)
    {
        var connection = new ClusterConnection(client, Few, null);
        var discovery = new ClusterDiscovery(connection);
        await discovery.LoadAsync([Kinds.ConfigMap], Token);

        return new ObjectWriter(connection, discovery, "tests", dryRun: false);
    }
}
