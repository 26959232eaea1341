using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What the target has under the names of a restore, and keeps.</summary>
public class KeptObjectTests
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"db"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1024Mi"}}}}""";
    private const string Volume =
        """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"namespace":"shop","name":"db"},"spec":{"source":{"blank":{}},"storage":{}}}""";
    private const string Map =
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"db"},"data":{"a":"1"}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"Always","template":{"spec":{"volumes":[{"name":"root","VOLUME":{"NAME":"db"}}]}}}}""";
    private const string Shop =
        """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"theirs":"yes"}}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", true)]
    [InlineData(""","imagePullSecrets":[{"name":"other"}]""", true)]
    [InlineData(""","imagePullSecrets":[{"name":"default-dockercfg-abcde"},{"name":"regcred"}]""", false)]
    [InlineData(""","imagePullSecrets":[{"name":"regcred"}],"automountServiceAccountToken":false""", true)]
    public async Task An_account_that_is_kept_is_reported_with_the_Secrets_that_it_lacks(string there, bool isReported)
    {
        const string Account =
            """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"namespace":"shop","name":"default"}MORE}""";
        await using var server = await TestCluster.StartAsync(Resources(Shop, Account.Replace("MORE", there)));
        using var client = server.CreateClient();
        var restore = Restore(Account.Replace("MORE", ""","imagePullSecrets":[{"name":"regcred"}]"""));
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);

        report.Findings.Count.ShouldBe(isReported ? 1 : 0);
        report.Findings.ShouldAllBe(finding => finding.Id == FindingIds.ObjectExists);
        report.Findings.ShouldAllBe(finding => !finding.Message.Contains("whatever data it holds"));
        var isLacking = isReported && !there.Contains("regcred");
        report.Findings.Any(finding => finding.Message.Contains("regcred")).ShouldBe(isLacking);
    }

    [Theory]
    [InlineData(
        Claim,
        "persistentVolumeClaim",
        "claimName",
        "/spec/template/spec/volumes/0/persistentVolumeClaim/claimName"
    )]
    [InlineData(Volume, "dataVolume", "name", "/spec/template/spec/volumes/0/dataVolume/name")]
    public async Task A_machine_does_not_boot_a_volume_that_was_there_before(
        string volume,
        string member,
        string name,
        string path
    )
    {
        await using var server = await TestCluster.StartAsync(Resources(Shop, volume));
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        var machine = Machine
            .Replace("VOLUME", member, StringComparison.Ordinal)
            .Replace("NAME", name, StringComparison.Ordinal);
        var restore = Restore(volume, machine);
        var (kept, refused) = (restore.Sets[0][0].Id, restore.Sets[1][0].Id);
        foreach (
            var report in new[]
            {
                await target.PreflightAsync(restore, null, Token),
                await target.ApplyAsync(restore, null, Token),
            }
        )
        {
            report.IsComplete.ShouldBeFalse();
            report
                .Findings.Where(finding => finding.Id == FindingIds.ObjectExists)
                .Select(finding => (finding.Severity, finding.Resource, finding.Path))
                .ShouldBe(
                    [(FindingSeverity.Warning, kept, "/metadata/name"), (FindingSeverity.Error, refused, path)],
                    ignoreOrder: true
                );
            report.Objects.Select(applied => applied.Outcome).ShouldBe([ApplyOutcome.Kept, ApplyOutcome.Failed]);
        }

        server.Store.Find(refused).ShouldBeNull();
        var adopted = await target.ApplyAsync(
            restore,
            new ApplyOptions { Existing = id => id == kept ? ExistingObject.Adopt : ExistingObject.Keep },
            Token
        );
        adopted.Findings.ShouldBeEmpty();
        adopted.Objects.Select(applied => applied.Outcome).ShouldBe([ApplyOutcome.Adopted, ApplyOutcome.Created]);
    }

    [Theory]
    [InlineData(Map, false)]
    [InlineData(
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"db","labels":{"theirs":"yes"}},"data":{"a":"1","b":"2"}}""",
        false
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"db"},"data":{"a":"2"}}""",
        true
    )]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"db"}}""", true)]
    public async Task What_is_kept_is_reported_where_it_differs(string theirs, bool reported)
    {
        await using var server = await TestCluster.StartAsync(Resources(Shop, theirs));
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        var restore = Restore("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""", Map);
        foreach (
            var report in new[]
            {
                await target.PreflightAsync(restore, null, Token),
                await target.ApplyAsync(restore, null, Token),
            }
        )
        {
            report.IsComplete.ShouldBeTrue();
            report
                .Findings.Select(finding => (finding.Id, finding.Severity, finding.Resource))
                .ShouldBe(
                    reported
                        ? [(FindingIds.ObjectExists, FindingSeverity.Warning, ResourceId.Parse("ConfigMap/shop/db"))]
                        : []
                );
        }
    }

    private static Resource[] Resources(params string[] json) => [.. json.Select(Resource.Parse)];

    /// <summary>A restore with a set for each object.</summary>
    private static RestoreResult Restore(params string[] json) =>
        new([.. Resources(json).Select(resource => new[] { resource })], [], [], []);
}
