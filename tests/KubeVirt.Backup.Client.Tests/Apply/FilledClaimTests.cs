using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Machines are let run on data, not on claims that are bound and empty.</summary>
public class FilledClaimTests
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"db"},"spec":{"accessModes":["ReadWriteOnce"]SOURCE}}""";
    private const string Volume =
        """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"namespace":"shop","name":"db"MARK},"spec":{"source":SOURCE,"storage":{}}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db","annotations":{"kubevirt-backup/held-run-state":"{\"runStrategy\":\"Always\"}"}},"spec":{"runStrategy":"Halted","template":{"spec":{"volumes":[{"name":"root","VOLUME":{"NAME":"db"}}]}}}}""";
    private const string Snapshot =
        """{"apiGroup":"snapshot.storage.k8s.io","kind":"VolumeSnapshot","name":"db-monday"}""";
    private const string Mark = ""","annotations":{"cdi.kubevirt.io/storage.prePopulated":"db"}""";

    private static readonly ApplyOptions Releasing = new() { Wait = Short, Releases = true };

    private static readonly ResourceId ClaimId = ResourceId.Parse("PersistentVolumeClaim/shop/db");
    private static readonly ResourceId MachineId = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_that_is_bound_and_that_nobody_filled_keeps_its_machine_held()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var restore = Restore(Claim.Replace("SOURCE", ""), OfClaim());
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        report.IsComplete.ShouldBeFalse();
        report.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Created);
        var held = report.Findings.ShouldHaveSingleItem();
        (held.Id, held.Severity, held.Resource).ShouldBe((FindingIds.NotReleased, FindingSeverity.Warning, MachineId));
        held.Message.ShouldContain(ClaimId.ToString());
        held.Message.ShouldContain("ApplyOptions.Filled");
        StrategyOf(server).ShouldBe("Halted");
    }

    [Fact]
    public async Task A_machine_runs_when_the_caller_says_that_its_claims_are_filled()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var restore = Restore(Claim.Replace("SOURCE", ""), OfClaim());
        var asked = new List<ResourceId>();
        bool IsFilled(ResourceId claim)
        {
            asked.Add(claim);
            server.Store.Find(MachineId).ShouldNotBeNull("it is asked when all is written");
            return true;
        }

        var options = Releasing with { Filled = IsFilled };
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, options, Token);

        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Findings.ShouldBeEmpty();
        asked.ShouldBe([ClaimId]);
        StrategyOf(server).ShouldBe("Always");
    }

    [Theory]
    [InlineData(",\"dataSource\":" + Snapshot, true)]
    [InlineData(",\"dataSourceRef\":" + Snapshot, true)]
    [InlineData(",\"dataSourceRef\":null", false)]
    [InlineData(",\"volumeName\":\"pv-db\"", true)]
    [InlineData(",\"storageClassName\":\"fast\"", false)]
    public async Task A_claim_that_is_filled_from_its_own_source_holds_data(string source, bool isFilled)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var restore = Restore(Claim.Replace("SOURCE", source), OfClaim());
        await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        StrategyOf(server).ShouldBe(isFilled ? "Always" : "Halted");
    }

    [Fact]
    public async Task A_source_that_the_server_dropped_fills_nothing()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () =>
        {
            Controllers.Finish(server, "Bound", "Succeeded");
            if (server.Store.Find(ClaimId) is { } claim && claim["spec"]!.AsObject().Remove("dataSource"))
                server.Store.Put(ClaimId, claim);
        };
        using var client = server.CreateClient();
        var restore = Restore(Claim.Replace("SOURCE", ",\"dataSource\":" + Snapshot), OfClaim());
        await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        StrategyOf(server).ShouldBe("Halted");
    }

    [Theory]
    [InlineData("""{"http":{"url":"https://example.org/disk.img"}}""", "", true)]
    [InlineData("""{"upload":{}}""", "", true)]
    [InlineData("""{"blank":{}}""", "", false)]
    [InlineData("""{"blank":{}}""", Mark, true)]
    public async Task A_DataVolume_fills_its_claim_unless_its_source_is_blank(string source, string mark, bool isFilled)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var volume = Volume.Replace("SOURCE", source).Replace("MARK", mark);
        var restore = Restore(volume, Machine.Replace("VOLUME", "dataVolume").Replace("NAME", "name"));
        await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        StrategyOf(server).ShouldBe(isFilled ? "Always" : "Halted");
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"db"},"spec":{"source":{"blank":{}}}}""", false)]
    [InlineData(
        """{"metadata":{"name":"db"},"spec":{"source":{"http":{"url":"https://example.org/disk.img"}}}}""",
        true
    )]
    [InlineData("""{"metadata":{"name":"other"},"spec":{"source":{"blank":{}}}}""", false)]
    [InlineData(
        """{"metadata":{"name":"other"},"spec":{"source":{"blank":{}}}},{"metadata":{"name":"db"},"spec":{"source":{"pvc":{"name":"gold"}}}}""",
        false
    )]
    [InlineData(
        """{"metadata":{"name":"other"},"spec":{"source":{"pvc":{"name":"gold"}}}},{"metadata":{"name":"db"},"spec":{"source":{"blank":{}}}}""",
        false
    )]
    [InlineData("""{"metadata":{"name":7},"spec":{"source":{"blank":{}}}},"db",{"metadata":"db"}""", true)]
    public async Task A_template_fills_its_claim_unless_its_source_is_blank(string templates, bool isFilled)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var machine = Machine
            .Replace("VOLUME", "dataVolume")
            .Replace("NAME", "name")
            .Replace("\"template\"", $"\"dataVolumeTemplates\":[{templates}],\"template\"");
        await new ClusterTarget(client, Quick).ApplyAsync(Restore(machine), Releasing, Token);

        StrategyOf(server).ShouldBe(isFilled ? "Always" : "Halted");
    }

    [Fact]
    public async Task A_DataVolume_that_is_marked_as_populated_does_not_fill_the_claim_that_the_restore_made()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var volume = Volume
            .Replace("SOURCE", """{"http":{"url":"https://example.org/disk.img"}}""")
            .Replace("MARK", Mark);
        var machine = Machine.Replace("VOLUME", "dataVolume").Replace("NAME", "name");
        var restore = Restore(Claim.Replace("SOURCE", ""), volume, machine);
        await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        StrategyOf(server).ShouldBe("Halted");
    }

    [Fact]
    public async Task A_claim_that_is_adopted_counts_as_filled_and_only_what_needs_an_empty_one_stays_held()
    {
        var claim = Claim.Replace("SOURCE", "");
        await using var server = await StartAsync(claim);
        using var client = server.CreateClient();
        var (otherClaim, otherMachine) = (Renamed(claim), Renamed(OfClaim()));
        var restore = Restore(claim, otherClaim, OfClaim(), otherMachine);
        var options = Releasing with
        {
            Existing = id => id.Kind == Kinds.PersistentVolumeClaim ? ExistingObject.Adopt : ExistingObject.Keep,
        };
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, options, Token);

        StrategyOf(server).ShouldBe("Always");
        StrategyOf(server, "web").ShouldBe("Halted");
        report.Findings.ShouldHaveSingleItem().Resource!.Value.Name.ShouldBe("web");
    }

    [Theory]
    [InlineData("Always", "", false, true)]
    [InlineData("Always", "", true, true)]
    [InlineData("RerunOnFailure", "", false, true)]
    [InlineData("Halted", "", false, false)]
    [InlineData("Manual", "", false, false)]
    [InlineData("Always", ",\"dataSourceRef\":" + Snapshot, false, false)]
    [InlineData("Always", ",\"dataSourceRef\":" + Snapshot, true, false)]
    [InlineData("Always", ",\"volumeName\":\"pv-db\"", false, false)]
    public async Task A_machine_that_starts_by_itself_on_empty_claims_is_reported(
        string strategy,
        string source,
        bool isDryRun,
        bool isReported
    )
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var machine = Starting(strategy);
        var restore = Restore(Claim.Replace("SOURCE", source), machine);
        var target = new ClusterTarget(client, Quick);
        var report = isDryRun
            ? await target.PreflightAsync(restore, cancellationToken: Token)
            : await target.ApplyAsync(restore, cancellationToken: Token);

        var found = report.Findings.Where(finding => finding.Id == FindingIds.StartsEmpty).ToList();
        found.Count.ShouldBe(isReported ? 1 : 0);
        found.ShouldAllBe(finding => finding.Resource == MachineId && finding.Message.Contains(ClaimId.ToString()));
    }

    [Fact]
    public async Task A_machine_that_starts_on_claims_of_which_the_caller_says_that_they_are_filled_is_not_reported()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var restore = Restore(Claim.Replace("SOURCE", ""), Starting("Always"));
        var options = new ApplyOptions { Filled = _ => true };
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, options, Token);
        report.Findings.ShouldBeEmpty();
    }

    /// <summary>The machine on its claim, not held.</summary>
    private static string Starting(string strategy) =>
        OfClaim()
            .Replace(""","annotations":{"kubevirt-backup/held-run-state":"{\"runStrategy\":\"Always\"}"}""", "")
            .Replace("Halted", strategy);

    private static async Task<TestCluster> StartAsync(params string[] there)
    {
        var shop = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""";
        var server = await TestCluster.StartAsync([Resource.Parse(shop), .. there.Select(Resource.Parse)]);
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        return server;
    }

    private static string OfClaim() => Machine.Replace("VOLUME", "persistentVolumeClaim").Replace("NAME", "claimName");

    private static string Renamed(string json) => json.Replace("\"db\"", "\"web\"");

    private static string StrategyOf(TestCluster server, string machine = "db")
    {
        var found = server.Store.Find(new ResourceId(Kinds.VirtualMachine, "shop", machine))!;
        return found["spec"]!["runStrategy"]!.GetValue<string>();
    }

    /// <summary>A restore with a set for each object.</summary>
    private static RestoreResult Restore(params string[] json) =>
        new([.. json.Select(Resource.Parse).Select(resource => new[] { resource })], [], [], []);
}
