using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A disk that is left out on purpose says nothing against the snapshots of the others.</summary>
public class LeftOutDiskTests
{
    private static readonly ResourceId Db = new(Kinds.VirtualMachine, "shop", "db");
    private static readonly IReadOnlyList<Resource> Resources = Repository.SampleManifests.Resources;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guest_is_consistent_and_the_claim_is_in_no_list_of_the_session()
    {
        var options = new BackupOptions
        {
            Plan = new PlanOptions { Roots = [Db], Disks = DiskSelection.Parse([], ["data"]) },
            Snapshot = SessionWorld.TakeAsync,
        };
        var session = new BackupSession(new MemoryResourceSource(Resources), new InMemoryGuests(Resources));

        var report = await session.RunAsync(options, Token);

        var verdict = report.Verdicts.ShouldHaveSingleItem();
        verdict.Consistency.ShouldBe(Consistency.FilesystemConsistent, verdict.ToString());
        verdict.Claims.Select(claim => claim.Name).ShouldBe(["db-root"]);
        report.Snapshots!.Select(time => time.Claim.Name).ShouldBe(["db-root"]);
        report.NotSnapshotted.ShouldBeEmpty();
        report.Plan.LeftOutVolumes.Select(claim => claim.Name).ShouldBe(["db-data"]);
        BackupDocument
            .Read(BackupDocument.Of(report).ToJson())
            .Plan.LeftOutDisks()
            .Select(disk => disk.ToString())
            .ShouldBe(["machines=shop/db; names=data"]);
    }
}
