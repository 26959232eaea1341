using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a restore needs of its target, and what of it is said.</summary>
public class NeedsCheckTests
{
    private const string Shop = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""";
    private const string Init =
        """{"apiVersion":"v1","kind":"KIND","metadata":{"namespace":"shop","name":"init"},"data":{}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"NAME"},"spec":{"runStrategy":"Halted","template":{"spec":{"volumes":[{"name":"s","secret":{"secretName":"init"}},{"name":"c","configMap":{"name":"init"}}]}}}}""";

    private static readonly ResourceId Secret = ResourceId.Parse("Secret/shop/init");
    private static readonly ResourceId Map = ResourceId.Parse("ConfigMap/shop/init");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "VirtualMachine.kubevirt.io/shop/a (at /spec/template/spec/volumes/0/secret/secretName).")]
    [InlineData(
        3,
        "VirtualMachine.kubevirt.io/shop/a (at /spec/template/spec/volumes/0/secret/secretName) and 2 more references."
    )]
    public async Task Who_needs_what_is_missing_is_said_and_how_many_more(int machines, string said)
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).PreflightAsync(Restore(machines), null, Token);

        var missing = report.Findings.Single(finding => finding.Resource == Secret);
        missing.Message.ShouldContain(said);
    }

    [Fact]
    public async Task A_namespace_that_is_missing_is_an_error()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var options = new ApplyOptions { CreatesNamespaces = false };
        var report = await new ClusterTarget(client, Quick).PreflightAsync(Restore(1), options, Token);

        report
            .Findings.Single(finding => finding.Resource == new ResourceId(Kinds.Namespace, null, "shop"))
            .Severity.ShouldBe(FindingSeverity.Error);
    }

    [Fact]
    public async Task What_was_found_is_kept_but_for_Secrets()
    {
        await using var server = await TestCluster.StartAsync([
            Resource.Parse(Shop),
            Resource.Parse(Init.Replace("KIND", "Secret", StringComparison.Ordinal)),
            Resource.Parse(Init.Replace("KIND", "ConfigMap", StringComparison.Ordinal)),
        ]);
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).PreflightAsync(Restore(1), null, Token);

        report.Found.ShouldContainKey(Map);
        report.Found.ShouldNotContainKey(Secret);
        report.Findings.ShouldNotContain(finding => finding.Id == FindingIds.TargetLacks);
    }

    [Fact]
    public async Task What_may_not_be_read_is_said_to_be_unknown()
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        server.AddUser("narrow", new TestRule("get list create", "virtualmachines namespaces configmaps"));
        using var client = server.CreateClient("narrow");
        var report = await new ClusterTarget(client, Quick).PreflightAsync(Restore(1), null, Token);

        report
            .Findings.Single(finding => finding.Resource == Secret && finding.Id == FindingIds.TargetLacks)
            .Message.ShouldStartWith($"Whether the target has {Secret} could not be read: ");
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_told_without_the_versions_of_its_group()
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        server.Withdraw(Kinds.VirtualMachine);
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).PreflightAsync(Restore(1), null, Token);

        report
            .Findings.Where(finding => finding.Id == FindingIds.TargetLacks)
            .Select(finding => finding.Message)
            .ShouldContain(message =>
                message.StartsWith(
                    "The target does not serve the kind VirtualMachine of kubevirt.io/v1",
                    StringComparison.Ordinal
                )
            );
    }

    private static RestoreResult Restore(int machines)
    {
        var all = "abc"[..machines].Select(name => Resource.Parse(Machine.Replace("NAME", $"{name}")));
        return new RestoreResult(
            [
                [.. all],
            ],
            [],
            [],
            []
        );
    }
}
