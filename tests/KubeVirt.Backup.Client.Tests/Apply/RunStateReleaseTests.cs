using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What becomes of a machine that is to be released and is not as it was held.</summary>
public class RunStateReleaseTests
{
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db","annotations":{"own":"x","kubevirt-backup/held-run-state":"HELD"}},"spec":{"runStrategy":"Halted","template":{"spec":{}}}}""";

    private static readonly Resource Held = Resource.Parse(
        Machine.Replace("HELD", """{\"runStrategy\":\"Always\"}""", StringComparison.Ordinal)
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_that_is_gone_is_reported()
    {
        var (findings, server) = await ReleaseAsync();
        await using var _ = server;

        var gone = findings.ShouldHaveSingleItem();
        (gone.Id, gone.Severity, gone.Resource).ShouldBe((FindingIds.NotReady, FindingSeverity.Error, Held.Id));
    }

    [Fact]
    public async Task A_machine_whose_run_state_cannot_be_read_is_left_as_it_is_and_reported()
    {
        var broken = Machine.Replace("HELD", "nonsense", StringComparison.Ordinal);
        var (findings, server) = await ReleaseAsync(broken);
        await using var _ = server;

        findings.ShouldHaveSingleItem().Severity.ShouldBe(FindingSeverity.Error);
        server.Requests.ShouldNotContain(request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_machine_runs_as_it_did_and_keeps_all_else()
    {
        var (findings, server) = await ReleaseAsync(System.Text.Encoding.UTF8.GetString(Held.Json.Span));
        await using var _ = server;

        findings.ShouldBeEmpty();
        var released = server.Find(Held.Id)!;
        released.StringAt("/spec/runStrategy").ShouldBe("Always");
        released.At("/metadata/annotations")!.Value.GetRawText().ShouldBe("""{"own":"x"}""");
        released.At("/spec/template").ShouldNotBeNull();
    }

    private static async Task<(IReadOnlyList<Finding> Findings, TestCluster Server)> ReleaseAsync(params string[] there)
    {
        var server = await TestCluster.StartAsync(there.Select(Resource.Parse));
        using var client = server.CreateClient();
        var restore = new RestoreResult(
            [
                [Held],
            ],
            [],
            [],
            []
        );
        return (await new ClusterTarget(client, Quick).ReleaseAsync(restore, null, Token), server);
    }
}
