using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>The server is not there, or no longer, when a restore is written.</summary>
public class ApplyLossTests
{
    private static readonly RestoreResult Copy = SampleCopy.Held;

    private static readonly ResourceId Volume = Copy
        .Resources.First(resource => resource.Id.Kind == Kinds.DataVolume)
        .Id;

    private static string ReadsOfVolume => $"/datavolumes/{Volume.Name}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_of_which_the_server_does_not_tell_stops_a_restore_before_anything_is_written()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        server.Api.StaleGroups.Add("kubevirt.io");
        server.Break(Fault.OfCode(503, "/apis/kubevirt.io/v1", times: int.MaxValue));
        foreach (
            var ask in new Func<Task>[]
            {
                () => target.ApplyAsync(Copy, null, Token),
                () => target.PreflightAsync(Copy, null, Token),
                () => target.VerifyAsync(Copy, Token),
                () => target.ReleaseAsync(Copy, null, Token),
            }
        )
            (await Should.ThrowAsync<ClusterException>(ask)).Message.ShouldContain(
                "GET /apis/kubevirt.io/v1: 503 the server is currently unable to handle the request"
            );
        server.Requests.ShouldNotContain(request =>
            request.Method == "POST" && request.Path.StartsWith("/api/v1", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(nameof(FaultKind.ResetBefore), 0)]
    [InlineData(nameof(FaultKind.Error), 401)]
    public async Task What_was_written_is_reported_when_the_server_is_lost_midway(string fault, int code)
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        server.Break(
            new Fault(Enum.Parse<FaultKind>(fault))
            {
                Path = "/secrets",
                Code = code,
                Times = int.MaxValue,
            }
        );
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        report.IsComplete.ShouldBeFalse();
        var lost = report.Findings.ShouldHaveSingleItem();
        (lost.Id, lost.Severity).ShouldBe((FindingIds.TargetLost, FindingSeverity.Error));
        var outcomes = report.Objects.ToLookup(applied => applied.Outcome, applied => applied.Resource);
        outcomes[ApplyOutcome.Failed].ShouldBe([lost.Resource!.Value]);
        outcomes[ApplyOutcome.Created]
            .ShouldBe(
                Copy.Resources.Select(resource => resource.Id).Where(id => server.Store.Find(id) is not null),
                ignoreOrder: true
            );
        outcomes[ApplyOutcome.Created].ShouldNotBeEmpty();
        outcomes[ApplyOutcome.NotReached]
            .Count()
            .ShouldBe(report.Objects.Count - outcomes[ApplyOutcome.Created].Count() - 1);
    }

    [Fact]
    public async Task Owners_and_releases_that_a_lost_server_prevents_are_reported()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.ResetBefore) { Method = "PATCH", Times = int.MaxValue });
        var owners = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, Trusting, Token);
        owners.IsComplete.ShouldBeFalse();
        owners.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.TargetLost);
        var released = await new ClusterTarget(client, OneByOne).ReleaseAsync(Copy, null, Token);
        released.Select(finding => finding.Id).Distinct().ShouldBe([FindingIds.NotReleased]);
        released.Count.ShouldBe(Copy.Resources.Count(HeldRunState.IsHeld));
    }

    [Fact]
    public async Task What_may_not_be_read_while_it_is_waited_for_is_a_finding_and_what_was_written_is_reported()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(404, ReadsOfVolume, "GET"));
        server.Break(Fault.OfCode(403, ReadsOfVolume, "GET", times: int.MaxValue));
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(
            Copy,
            Trusting with
            {
                Wait = new WaitOptions { Limit = TimeSpan.FromMinutes(5) },
            },
            Token
        );
        report.IsComplete.ShouldBeFalse();
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Id, finding.Resource).ShouldBe((FindingIds.NotReady, Volume));
        finding.Message.ShouldContain(
            "could not be read: GET /apis/cdi.kubevirt.io/v1beta1/namespaces/copy/datavolumes/"
        );
        report.Objects.Single(applied => applied.Resource == Volume).Outcome.ShouldBe(ApplyOutcome.Created);
        report.Objects.ShouldContain(applied => applied.Outcome == ApplyOutcome.NotReached);
    }

    [Fact]
    public async Task A_server_that_fails_for_a_while_is_looked_at_again()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(404, ReadsOfVolume, "GET"));
        server.Break(Fault.OfCode(503, ReadsOfVolume, "GET", times: 12));
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(
            Copy,
            Trusting with
            {
                Wait = new WaitOptions { Limit = TimeSpan.FromMinutes(5), PollInterval = TimeSpan.FromMilliseconds(1) },
            },
            Token
        );
        report.Findings.ShouldBeEmpty();
        report.IsComplete.ShouldBeTrue();
    }
}
