using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Whom an export's token is given to.</summary>
public partial class VirtualMachineExportsTests
{
    [Fact]
    public async Task A_server_that_the_status_does_not_vouch_for_gets_no_token()
    {
        using var others = new ServerCertificates();
        await using var server = await StartAsync();
        server.Api.Exports.Certificate = others.Authority.ExportCertificatePem();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        (
            await Should.ThrowAsync<ClusterException>(() => exports.ReadManifestsAsync(ready, cancellationToken: Token))
        ).Message.ShouldContain("no trusted connection");
        server.Requests.ShouldNotContain(request => request.Path.Contains("/manifests/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task A_certificate_that_is_none_is_named_by_export_and_pointer(string damaged)
    {
        await using var server = await StartAsync();
        server.Api.Exports.Certificate = damaged;
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        var failure = await Should.ThrowAsync<ClusterException>(() =>
            exports.ReadManifestsAsync(ready, cancellationToken: Token)
        );
        failure.Message.ShouldContain(
            "what VirtualMachineExport.export.kubevirt.io/shop/e1 holds at /status/links/external/cert is no certificate"
        );
        server.Requests.ShouldNotContain(request => request.Path.Contains("/manifests/", StringComparison.Ordinal));
    }

    // KubeVirt copies the certificate of an ingress itself where it does not find its authority.
    [Fact]
    public async Task The_certificate_of_the_server_itself_is_enough()
    {
        await using var server = await StartAsync();
        server.Api.Exports.Certificate = server.Api.Certificates.Server.ExportCertificatePem();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        (await exports.ReadManifestsAsync(ready, cancellationToken: Token)).Resources.ShouldHaveSingleItem();
    }
}
