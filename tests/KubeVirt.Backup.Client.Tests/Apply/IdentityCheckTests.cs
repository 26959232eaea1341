using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Guests of a target that have the identity of a restored one.</summary>
public class IdentityCheckTests
{
    private const string Shop = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"NAME"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{"interfaces":[{"name":"default","macAddress":"02:00:00:00:00:01"}]}}}}}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_may_list_guests_of_the_restores_namespaces_alone_is_told_of_those()
    {
        await using var server = await StartAsync();
        server.AddUser(
            "narrow",
            new TestRule("get create", "*"),
            new TestRule("list", "virtualmachines virtualmachineinstances", "shop")
        );
        using var client = server.CreateClient("narrow");
        var findings = (await new ClusterTarget(client, Quick).PreflightAsync(Restore(), null, Token)).Findings;

        findings.ShouldContain(finding => finding.Id == FindingIds.IdentityCollides);
        findings
            .Where(finding => finding.Id == FindingIds.TargetNotChecked)
            .Select(finding => finding.Message)
            .ShouldContain(message => message.Contains("virtualmachines.kubevirt.io of other namespaces"));
    }

    [Fact]
    public async Task Who_may_list_all_guests_is_asked_for_no_namespace()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var findings = (await new ClusterTarget(client, Quick).PreflightAsync(Restore(), null, Token)).Findings;

        findings.ShouldContain(finding => finding.Id == FindingIds.IdentityCollides);
        server.Requests.ShouldNotContain(request =>
            request.Method == "GET"
            && request.Path.EndsWith("/namespaces/shop/virtualmachineinstances", StringComparison.Ordinal)
        );
    }

    private static Task<TestCluster> StartAsync() =>
        TestCluster.StartAsync([Resource.Parse(Shop), Resource.Parse(Machine.Replace("NAME", "twin"))]);

    private static RestoreResult Restore() =>
        new(
            [
                [Resource.Parse(Machine.Replace("NAME", "db"))],
            ],
            [],
            [],
            []
        );
}
