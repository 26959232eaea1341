using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>No file holds bytes of two moments of a volume, which have the same size and the same address.</summary>
public sealed partial class VirtualMachineExportsTests
{
    private const string Later = "2026-01-02T03:14:05Z";

    // The first connection breaks off in its midst, and the export is replaced during the given one.
    [Theory]
    [InlineData(1, Later)]
    [InlineData(2, Later)]
    [InlineData(1, null)]
    public async Task What_was_not_ready_in_between_is_begun_anew(int connection, string? readySince)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img" });
        var isReplaced = false;
        void ReplaceOnce(ExportProgress progress, int count)
        {
            if (isReplaced || DownloadsOf(server) < connection)
                return;

            isReplaced = true;
            server.Api.Exports.Replace(readySince, Inverted);
        }

        using var disk = new MemoryStream();
        var bytes = await exports.DownloadAsync(
            ready,
            Volume(ready, "raw"),
            disk,
            progress: new Reports<ExportProgress>(ReplaceOnce),
            cancellationToken: Token
        );

        isReplaced.ShouldBeTrue();
        bytes.ShouldBe(Disk.Length);
        disk.ToArray().ShouldBe(Inverted(Disk), "all of it is of the second moment");
    }

    [Fact]
    public async Task Without_the_time_since_which_it_is_ready_nothing_is_gone_on_with()
    {
        await using var server = await StartAsync();
        server.Api.Exports.ReadySince = null;
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        ready.ReadySince.ShouldBeNull();
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img" });
        var reports = new Reports<ExportProgress>();
        using var disk = new MemoryStream();
        await exports.DownloadAsync(ready, Volume(ready, "raw"), disk, 0, reports, Token);

        disk.ToArray().ShouldBe(Disk);
        var sizes = reports.All.Select(progress => progress.Bytes).ToList();
        sizes.Zip(sizes.Skip(1)).ShouldContain(pair => pair.Second < pair.First, "it began again");
    }

    [Fact]
    public async Task What_an_earlier_call_left_of_another_moment_is_not_gone_on_with()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        var path = Path.Combine(_folder.FullName, "root.img");
        await BreakOffAsync(server, exports, ready, path);
        Directory.GetFiles(_folder.FullName).ShouldHaveSingleItem();
        server.Api.Exports.Replace(Later, Inverted);

        var now = (await exports.FindAsync(ready.Id, Token))!;
        await exports.DownloadFileAsync(now, Volume(now, "raw"), path, null, Token);
        (await File.ReadAllBytesAsync(path, Token)).ShouldBe(Inverted(Disk));
        Directory.GetFiles(_folder.FullName).ShouldHaveSingleItem("what is of no use is removed");
    }

    [Fact]
    public async Task A_value_that_was_read_before_the_export_was_replaced_vouches_for_nothing()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        using var disk = new MemoryStream();
        disk.Write(Disk.AsSpan(0, 1000));
        server.Api.Exports.Replace(Later, Inverted);
        await exports.DownloadAsync(ready, Volume(ready, "raw"), disk, 1000, null, Token);

        disk.ToArray().ShouldBe(Inverted(Disk));
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_gets_no_second_moment()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Api.Exports.Replace(Later, Inverted);
        using var pipe = new OneWay();
        var refused = await Should.ThrowAsync<ClusterException>(() =>
            exports.DownloadAsync(ready, Volume(ready, "raw"), pipe, 1000, null, Token)
        );

        refused.Message.ShouldContain("of another moment");
        pipe.Length.ShouldBe(0);
    }

    private static int DownloadsOf(TestCluster server) =>
        server.Requests.Count(request => request.Path.Contains("/disk.img", StringComparison.Ordinal));

    private static byte[] Inverted(byte[] disk) => [.. disk.Select(one => (byte)~one)];
}
