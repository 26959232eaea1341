using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What is found out before anything is written.</summary>
public partial class ClusterTargetTests
{
    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, Trusting with { DryRun = true }, Token);
        report.Findings.ShouldBeEmpty();
        report.Objects.ShouldAllBe(applied =>
            applied.Outcome == (applied.Resource.Namespace == null ? ApplyOutcome.WouldCreate : ApplyOutcome.NotChecked)
        );
        report.Objects.ShouldContain(applied => applied.Outcome == ApplyOutcome.NotChecked);
        Copy.Resources.ShouldAllBe(resource => server.Store.Find(resource.Id) == null);
    }

    [Fact]
    public async Task A_dry_run_names_what_is_refused_in_every_set()
    {
        await using var server = await TestCluster.StartAsync(
            Copy.Resources.Where(resource => resource.Id.Kind == Kinds.Namespace)
                .Append(Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"copy"}}"""))
                .DistinctBy(resource => resource.Id)
        );
        using var client = server.CreateClient();
        var within = Copy
            .Sets.Where(set => set.Any(resource => resource.Id.Namespace is not null))
            .Select(set => set.First(resource => resource.Id.Namespace is not null).Id)
            .ToList();
        within.Count.ShouldBeGreaterThan(1);
        var refused = new[] { within[0], within[^1] };
        server.Webhook = resource => refused.Contains(resource.Id) ? "is not allowed here" : null;
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, Trusting with { DryRun = true }, Token);
        report
            .Findings.Where(finding => finding.Id == FindingIds.ObjectRefused)
            .Select(finding => finding.Resource!.Value)
            .ShouldBe(refused, ignoreOrder: true);
        report.Objects.ShouldNotContain(applied => applied.Outcome == ApplyOutcome.NotReached);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kubevirt-back")]
    [InlineData("kubevirt-backup-journal 1 0a")]
    public void A_journal_cut_short_in_its_first_line_begins_anew(string left)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, left);
        ApplyJournal.Open(path, Copy).Dispose();
        var lines = File.ReadAllLines(path);
        lines.Length.ShouldBe(2);
        lines[0].Length.ShouldBe("kubevirt-backup-journal 1 ".Length + 64);
        lines[1].ShouldStartWith("restore ");
        ApplyJournal.Open(path, Copy).Dispose();
        File.Delete(path);
    }

    [Fact]
    public async Task A_preflight_names_what_the_target_lacks()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        var before = await target.PreflightAsync(Copy, null, Token);
        before.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.TargetLacks
            && finding.Severity == FindingSeverity.Error
            && finding.Resource == ResourceId.Parse("StorageClass.storage.k8s.io/ceph-rbd")
        );
        server.Add(Repository.SampleManifests.Resources.Where(resource => resource.Id.Kind == Kinds.StorageClass));
        (await target.PreflightAsync(Copy, null, Token)).Findings.ShouldNotContain(finding =>
            finding.Resource == ResourceId.Parse("StorageClass.storage.k8s.io/ceph-rbd")
        );
    }

    [Fact]
    public async Task A_kind_that_is_not_served_and_a_right_that_is_missing_are_findings()
    {
        await using var server = await TestCluster.StartAsync();
        server.Withdraw(Kinds.DataVolume);
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        report.Findings.ShouldAllBe(finding =>
            finding.Id == FindingIds.ObjectRefused
            && finding.Message.Contains("does not serve the kind DataVolume.cdi.kubevirt.io", StringComparison.Ordinal)
        );
        report.IsComplete.ShouldBeFalse();
    }
}
