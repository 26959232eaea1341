using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What is being deleted is not there: neither kept nor adopted nor ready.</summary>
public class BeingDeletedTests
{
    private const string Deleted = ""","deletionTimestamp":"2026-01-01T00:00:00Z","finalizers":["a/b"] """;

    private const string Null = ",\"deletionTimestamp\":null";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExistingObject.Keep)]
    [InlineData(ExistingObject.Adopt)]
    [InlineData(ExistingObject.Update)]
    public async Task An_object_that_goes_is_neither_kept_nor_taken_over(ExistingObject existing)
    {
        await using var server = await TestCluster.StartAsync([Namespace(), Claim(Deleted)]);
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);

        var report = await target.ApplyAsync(
            new RestoreResult(
                [
                    [Claim("")],
                ],
                [],
                [],
                []
            ),
            new ApplyOptions { Existing = _ => existing },
            Token
        );

        report.IsComplete.ShouldBeFalse();
        report.Objects.ShouldHaveSingleItem().Outcome.ShouldBe(ApplyOutcome.Failed);
        var finding = report.Findings.Where(finding => finding.Id == FindingIds.ObjectExists).ShouldHaveSingleItem();
        (finding.Severity, finding.Path).ShouldBe((FindingSeverity.Error, "/metadata/deletionTimestamp"));
    }

    [Fact]
    public async Task A_bound_claim_that_goes_is_not_ready()
    {
        await using var server = await TestCluster.StartAsync([Namespace(), Claim(Deleted)]);
        using var client = server.CreateClient();

        var problems = await new ClusterTarget(client, Quick).VerifyAsync(
            new RestoreResult(
                [
                    [Claim("")],
                ],
                [],
                [],
                []
            ),
            Token
        );

        problems.ShouldHaveSingleItem().Path.ShouldBe("/metadata/deletionTimestamp");
    }

    [Fact]
    public async Task A_time_of_deletion_that_is_null_is_none()
    {
        await using var server = await TestCluster.StartAsync([Namespace(), Claim(Null)]);
        using var client = server.CreateClient();

        var problems = await new ClusterTarget(client, Quick).VerifyAsync(
            new RestoreResult(
                [
                    [Claim("")],
                ],
                [],
                [],
                []
            ),
            Token
        );

        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preflight_names_what_goes()
    {
        await using var server = await TestCluster.StartAsync([Namespace(), Claim(Deleted)]);
        using var client = server.CreateClient();

        var report = await new ClusterTarget(client, Quick).PreflightAsync(
            new RestoreResult(
                [
                    [Claim("")],
                ],
                [],
                [],
                []
            ),
            null,
            Token
        );

        report.Findings.ShouldContain(finding => finding.Path == "/metadata/deletionTimestamp");
    }

    private static Resource Namespace() =>
        Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ns"}}""");

    private static Resource Claim(string metadata) =>
        Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","namespace":"ns"{{{metadata}}}},"spec":{},"status":{"phase":"Bound"}}"""
        );
}
