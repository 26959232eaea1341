using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>The secret token of an export.</summary>
public partial class VirtualMachineExportsTests
{
    [Fact]
    public async Task An_export_without_its_secret_is_taken_back_and_nothing_of_the_token_is_reported()
    {
        await using var server = await StartAsync();
        server.Store.Seed([
            Resource.Parse(
                """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"e1","namespace":"shop"},"data":{"token":"dGhlaXJz"}}"""
            ),
        ]);
        using var client = server.CreateClient();
        var refused = await Should.ThrowAsync<ClusterException>(() =>
            new VirtualMachineExports(client, Quick).CreateAsync(Machine, "e1", null, Token)
        );
        refused.Reason.ShouldBe("AlreadyExists");
        refused.ToString().ShouldNotContain("already exists");
        server.Store.List(Kinds.VirtualMachineExport, null).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_that_is_given_up_before_its_secret_is_there_is_taken_back()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.Stall) { Method = "POST", Path = "/secrets" });
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var creating = new VirtualMachineExports(client, Quick).CreateAsync(Machine, "e1", null, source.Token);
        while (!server.Requests.Any(request => request.Path.EndsWith("/secrets", StringComparison.Ordinal)))
            await Task.Delay(1, Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => creating);
        server.Store.List(Kinds.VirtualMachineExport, null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%%topsecret%%")]
    [InlineData("dG9wc2VjcmV0Cg==")]
    [InlineData("")]
    public async Task A_secret_that_holds_no_token_is_an_error_that_does_not_show_it(string data)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        var secret = server.Store.Find(ready.TokenSecret!.Value)!;
        secret["data"]!["token"] = data;
        server.Store.Put(ready.TokenSecret.Value, secret);
        var failure = await Should.ThrowAsync<ClusterException>(() =>
            exports.DownloadAsync(ready, Volume(ready, "raw"), new MemoryStream(), cancellationToken: Token)
        );
        failure.Message.ShouldContain("Secret/shop/e1 holds under the key token is no token");
        failure.ToString().ShouldNotContain("topsecret");
        if (data.Length > 0)
            failure.ToString().ShouldNotContain(data);
    }
}
