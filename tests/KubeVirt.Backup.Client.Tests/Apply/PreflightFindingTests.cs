using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a check of a target says.</summary>
public class PreflightFindingTests
{
    private const string Shop = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""";
    private const string Secret =
        """{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"shop","name":"NAME"}}""";
    private const string Quota =
        """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"shop"},"status":{"hard":{"secrets":"1"},"used":{"secrets":"1"}}}""";

    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
    private static readonly ResourceId QuotaId = ResourceId.Parse("ResourceQuota/shop/q");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 1, 2, "The restore needs 3 of secrets, and 1 of 2 are left.")]
    [InlineData(3, 9, 2, "The restore needs 3 of secrets, and 0 of 2 are left.")]
    public void A_quota_tells_what_it_has_left(int needed, int used, int hard, string said) =>
        PreflightFindings
            .QuotaExceeded(QuotaId, "secrets", new QuotaUse(needed, used, hard))
            .Message.ShouldStartWith(said);

    [Theory]
    [InlineData(1, "It is the kind of VirtualMachine.kubevirt.io/shop/db.")]
    [InlineData(2, "It is the kind of VirtualMachine.kubevirt.io/shop/db and 1 more objects.")]
    public void A_kind_that_is_not_served_tells_who_is_of_it(int count, string said)
    {
        var need = new ApiNeed("kubevirt.io/v1", "VirtualMachine", count) { First = Machine };
        PreflightFindings.NotServed(need, []).Message.ShouldContain(said);
        PreflightFindings.NotServed(need, ["kubevirt.io/v2"]).Message.ShouldContain(said);
    }

    [Theory]
    [InlineData(true, FindingSeverity.Error)]
    [InlineData(false, FindingSeverity.Info)]
    public void What_is_needed_is_an_error_and_what_would_be_used_a_notice(bool isRequired, FindingSeverity severity) =>
        PreflightFindings.Missing(Machine, isRequired, "it", "It is gone.").Severity.ShouldBe(severity);

    [Theory]
    [InlineData("old", false)]
    [InlineData("new", true)]
    public async Task What_is_there_already_takes_nothing_of_a_quota(string name, bool isExceeded)
    {
        var old = Resource.Parse(Secret.Replace("NAME", "old"));
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop), old, Resource.Parse(Quota)]);
        using var client = server.CreateClient();
        var restore = new RestoreResult(
            [
                [Resource.Parse(Secret.Replace("NAME", name))],
            ],
            [],
            [],
            []
        );
        var report = await new ClusterTarget(client, Quick).PreflightAsync(restore, null, Token);

        report.Findings.Any(finding => finding.Id == FindingIds.QuotaExceeded).ShouldBe(isExceeded);
    }

    [Theory]
    [InlineData(true, "with whatever data it holds")]
    [InlineData(false, "though it differs from the restored one")]
    public void What_is_kept_tells_what_nobody_compared(bool isVolume, string said) =>
        ApplyFindings.Kept(Machine, isVolume).Message.ShouldContain(said);
}
