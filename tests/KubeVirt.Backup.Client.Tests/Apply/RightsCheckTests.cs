using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Which rights an object needs, by what becomes of it.</summary>
public class RightsCheckTests
{
    private const string Shop = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""";
    private const string Map =
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"db"},"data":{"a":"1"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, ExistingObject.Keep, "create")]
    [InlineData(true, ExistingObject.Keep, "")]
    [InlineData(true, ExistingObject.Adopt, "")]
    [InlineData(true, ExistingObject.Update, "patch")]
    public async Task A_right_to_write_is_needed_for_what_is_written(bool isThere, ExistingObject existing, string verb)
    {
        string[] there = isThere ? [Shop, Map] : [Shop];
        await using var server = await TestCluster.StartAsync(there.Select(Resource.Parse));
        server.AddUser("reader", new TestRule("get list", "*"));
        (await MissingAsync(server, "reader", existing)).ShouldBe(
            verb.Length == 0 ? [] : [$"may not {verb} configmaps"]
        );
    }

    [Fact]
    public async Task A_right_to_read_is_needed_in_any_case()
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        server.AddUser("writer", new TestRule("create", "configmaps"), new TestRule("get", "namespaces"));
        (await MissingAsync(server, "writer", ExistingObject.Keep)).ShouldContain("may not get configmaps");
    }

    private static async Task<IEnumerable<string>> MissingAsync(
        TestCluster server,
        string user,
        ExistingObject existing
    )
    {
        using var client = server.CreateClient(user);
        var restore = new RestoreResult(
            [
                [Resource.Parse(Map)],
            ],
            [],
            [],
            []
        );
        var options = new ApplyOptions { Existing = _ => existing };
        var report = await new ClusterTarget(client, Quick).PreflightAsync(restore, options, Token);

        return report
            .Findings.Where(finding => finding.Id == FindingIds.WriteForbidden)
            .Select(finding => finding.Message)
            .Select(message =>
                message["The account ".Length..message.IndexOf(" in namespace", StringComparison.Ordinal)]
            );
    }
}
