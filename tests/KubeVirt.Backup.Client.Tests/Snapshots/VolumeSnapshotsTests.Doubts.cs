using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Whether anybody takes snapshots, and what is left of those of a backup that was given up.</summary>
public partial class VolumeSnapshotsTests
{
    // Kinds and classes are served without a controller that takes snapshots.
    [Theory]
    [InlineData("one.csi", true, true, null)]
    [InlineData("one.csi", false, true, "no VolumeSnapshotContent of the driver one.csi has become ready yet.")]
    [InlineData("other.csi", true, true, "no VolumeSnapshotContent of the driver one.csi has become ready yet.")]
    [InlineData("other.csi", true, false, "No CSIDriver one.csi was found either.")]
    public async Task Whether_anybody_takes_snapshots_is_looked_for_before_guests_are_frozen(
        string driver,
        bool isReady,
        bool isRegistered,
        string? doubt
    )
    {
        await using var server = await StartAsync();
        server.Store.Seed([
            Resource.Parse(
                $$$"""{"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshotContent","metadata":{"name":"c"},"spec":{"driver":"{{{driver}}}"},"status":{"readyToUse":{{{(isReady ? "true" : "false")}}}}}"""
            ),
        ]);
        if (isRegistered)
        {
            server.Store.Seed([
                Resource.Parse(
                    """{"apiVersion":"storage.k8s.io/v1","kind":"CSIDriver","metadata":{"name":"one.csi"}}"""
                ),
            ]);
        }

        using var client = server.CreateClient();
        var prepared = await new VolumeSnapshots(client, Quick).PrepareAsync(
            [Claim("one"), Claim("none")],
            "b1",
            Token
        );
        prepared[0].Problem.ShouldBeNull();
        prepared[0].Doubt?.Id.ShouldBe(FindingIds.SnapshotterUnproven);
        (prepared[0].Doubt is null).ShouldBe(doubt is null);
        if (doubt is not null)
            prepared[0].Doubt!.Message.ShouldContain(doubt);
        // Of that one no snapshot is tried.
        prepared[1].Doubt.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_backup_that_was_given_up_left_is_removed_or_named()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick);
        var prepared = await snapshots.PrepareAsync([Claim("one"), Claim("several"), Claim("none")], "b1", Token);
        await snapshots.CreateAsync(prepared, null, Token);
        server.Break(Fault.OfCode(403, "/volumesnapshots/b1-one", "DELETE"));
        var left = (await snapshots.RemoveAsync(prepared, Token)).ShouldHaveSingleItem();
        (left.Id, left.Resource).ShouldBe((FindingIds.SnapshotLeft, prepared[0].Snapshot));
        server.Store.List(Kinds.VolumeSnapshot, null).Count.ShouldBe(1);

        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        (await snapshots.RemoveAsync(prepared, over.Token)).Count.ShouldBe(2);
        (await snapshots.RemoveAsync(prepared, Token)).ShouldBeEmpty();
        server.Store.List(Kinds.VolumeSnapshot, null).ShouldBeEmpty();
    }
}
