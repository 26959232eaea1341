using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Cluster;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>When a volume or a machine counts as ready.</summary>
public partial class ApplyWaitTests
{
    [Theory]
    [InlineData("Pending", false)]
    [InlineData("Bound", true)]
    public async Task The_claim_of_a_DataVolume_is_looked_at_even_if_the_archive_has_none(string phase, bool ready)
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();
        var volume = Resource.Parse(
            """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"name":"d","namespace":"copy"},"spec":{"source":{"blank":{}}}}"""
        );
        var claim = Resource.Parse(
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d","namespace":"copy"},"spec":{}}"""
        );
        var restore = Copy with
        {
            Sets =
            [
                [volume],
            ],
            Owners = [],
        };
        await new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);
        server.Store.Seed([claim]);
        Controllers.Finish(server, phase, "Succeeded");
        var findings = await new ClusterTarget(client, Quick).VerifyAsync(restore, Token);
        findings.Select(finding => finding.Resource!.Value).ShouldBe(ready ? [] : [claim.Id]);
    }

    [Fact]
    public async Task A_DataVolume_that_succeeded_without_its_claim_is_not_ready()
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();
        var volume = Resource.Parse(
            """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"name":"d","namespace":"copy"},"spec":{"source":{"blank":{}}}}"""
        );
        var restore = Copy with
        {
            Sets =
            [
                [volume],
            ],
            Owners = [],
        };
        await new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);
        server.SetStatus(volume.Id, """{"phase":"Succeeded"}""");
        (await new ClusterTarget(client, Quick).VerifyAsync(restore, Token))
            .ShouldHaveSingleItem()
            .Resource.ShouldBe(volume.Id.WithKind(Kinds.PersistentVolumeClaim));
    }

    [Fact]
    public async Task A_stopped_machine_whose_revision_is_gone_is_not_well()
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();
        var target = new ClusterTarget(client, Quick);
        await target.ApplyAsync(Copy, null, Token);
        Controllers.Finish(server, "Bound", "Succeeded");
        (await target.VerifyAsync(Copy, Token)).ShouldBeEmpty();
        var revision = Copy.Resources.First(resource => resource.Id.Kind == Kinds.ControllerRevision).Id;
        server.Store.Remove(revision);
        server.SetStatus(
            Held[^1],
            """{"printableStatus":"Stopped","conditions":[{"type":"Failure","status":"True","reason":"FailedFindInstancetype","message":"controllerrevisions.apps \"gone\" not found"}]}"""
        );
        var findings = await target.VerifyAsync(Copy, Token);
        findings.Select(finding => finding.Resource!.Value).ShouldBe([Held[^1], revision], ignoreOrder: true);
        findings.ShouldContain(finding =>
            finding.Message.Contains(
                "FailedFindInstancetype: controllerrevisions.apps \"gone\" not found",
                StringComparison.Ordinal
            )
        );
    }
}
