using System.IO.Compression;
using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public sealed partial class VirtualMachineExportsTests : IDisposable
{
    private static readonly ResourceId Machine = new(Kinds.VirtualMachine, "shop", "vm-1");
    private static readonly ClusterOptions Quick = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
        Attempts = 3,
        RequestTimeout = TimeSpan.FromSeconds(5),
    };
    private static readonly byte[] Disk = MakeDisk();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_export_is_created_with_a_secret_token_waited_for_and_deleted()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client, Quick);
        var created = await exports.CreateAsync(
            Machine,
            "e1",
            new ExportOptions { TimeToLive = TimeSpan.FromHours(6) },
            Token
        );
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe(
                """{"source":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","name":"vm-1"},"tokenSecretRef":"e1","ttlDuration":"21600000ms"}"""
            );
        var secret = server.Store.Find(new ResourceId(Kinds.Secret, "shop", "e1"))!;
        secret["metadata"]!["ownerReferences"]![0]!["uid"]!.GetValue<string>().ShouldBe(created.Uid);

        var ready = await exports.WaitAsync(created, Short, null, Token);
        (ready.Phase, ready.Problem, ready.TokenSecret).ShouldBe(
            ("Ready", null, new ResourceId(Kinds.Secret, "shop", "e1"))
        );
        ready.ExpirationTime.ShouldBe(new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.Zero));
        ready.Links.Count(link => link.IsExternal).ShouldBe(4);
        ready
            .Links.Select(link => (link.Kind, link.Name, link.Format))
            .Distinct()
            .ShouldBe([
                (ExportLinkKind.Manifest, "", "all"),
                (ExportLinkKind.Manifest, "", "auth-header-secret"),
                (ExportLinkKind.Volume, "root", "raw"),
                (ExportLinkKind.Volume, "root", "gzip"),
            ]);
        var token = secret["data"]!["token"]!.GetValue<string>();
        foreach (var text in new[] { ready.ToString(), string.Concat(ready.Links), string.Concat(ready.Conditions) })
            text.ShouldNotContain(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(token)));

        await exports.DeleteAsync(ready, Token);
        server.Store.Find(created.Id).ShouldBeNull();
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("gzip")]
    public async Task A_volume_is_streamed_whole_with_progress(string format)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        using var disk = new MemoryStream();
        var reports = new Reports<ExportProgress>();
        (
            await exports.DownloadAsync(ready, Volume(ready, format), disk, progress: reports, cancellationToken: Token)
        ).ShouldBe(disk.Length);
        Unpack(disk, format).ShouldBe(Disk);
        reports.All[^1].ShouldBe(new ExportProgress(disk.Length, format == "raw" ? Disk.Length : null));
        reports.All.Select(report => report.Bytes).ShouldBeInOrder();
    }

    // The server tells no length of what it compresses, and cannot begin in its midst.
    [Theory]
    [InlineData("raw", 6)]
    [InlineData("gzip", 2)]
    public async Task What_breaks_off_is_gone_on_with_where_the_server_can_and_else_begun_anew(
        string format,
        int breaks
    )
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img", Times = breaks });
        using var disk = new MemoryStream();
        await exports.DownloadAsync(ready, Volume(ready, format), disk, cancellationToken: Token);
        Unpack(disk, format).ShouldBe(Disk);
        server
            .Requests.Count(request => request.Path.Contains("/disk.img", StringComparison.Ordinal))
            .ShouldBe(breaks + 1);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("gzip")]
    public async Task What_breaks_off_at_each_try_ends_where_no_try_comes_further(string format)
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img", Times = 1000 });
        await Should.ThrowAsync<ClusterException>(() =>
            exports.DownloadAsync(ready, Volume(ready, format), new MemoryStream(), cancellationToken: Token)
        );
        server
            .Requests.Count(request => request.Path.Contains("/disk.img", StringComparison.Ordinal))
            .ShouldBeInRange(3, 60);
    }

    [Fact]
    public async Task What_compresses_cannot_go_on_into_a_stream_that_cannot_seek()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img.gz" });
        using var pipe = new BufferedStream(new OneWay());
        (
            await Should.ThrowAsync<ClusterException>(() =>
                exports.DownloadAsync(ready, Volume(ready, "gzip"), pipe, cancellationToken: Token)
            )
        ).Message.ShouldContain("Choose the format raw");
    }

    [Fact]
    public async Task A_file_is_there_only_when_it_is_whole_and_is_gone_on_with_later()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        var path = Path.Combine(_folder.FullName, "root.img");
        await BreakOffAsync(server, exports, ready, path);
        File.Exists(path).ShouldBeFalse();
        var partial = new FileInfo(Directory.GetFiles(_folder.FullName).ShouldHaveSingleItem());
        partial.Length.ShouldBeInRange(1, Disk.Length - 1);

        var reports = new Reports<ExportProgress>();
        (await exports.DownloadFileAsync(ready, Volume(ready, "raw"), path, reports, Token)).ShouldBe(Disk.Length);
        reports.All[0].Bytes.ShouldBeGreaterThan(partial.Length);
        (await File.ReadAllBytesAsync(path, Token)).ShouldBe(Disk);
        Directory.GetFiles(_folder.FullName).ShouldHaveSingleItem();
        await Should.ThrowAsync<IOException>(() =>
            exports.DownloadFileAsync(ready, Volume(ready, "raw"), path, null, Token)
        );
    }

    [Fact]
    public async Task What_is_whole_but_for_its_name_gets_it()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        using var disk = new MemoryStream();
        disk.Write(Disk);
        (await exports.DownloadAsync(ready, Volume(ready, "raw"), disk, Disk.Length, null, Token)).ShouldBe(
            Disk.Length
        );
        disk.ToArray().ShouldBe(Disk);
    }

    [Fact]
    public async Task An_export_that_expires_underway_is_one_clear_error()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img" });
        var reports = new Reports<ExportProgress>((_, _) => server.Remove(ready.Id));
        var gone = await Should.ThrowAsync<ClusterException>(() =>
            exports.DownloadAsync(ready, Volume(ready, "raw"), new MemoryStream(), 0, reports, Token)
        );
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
        gone.Message.ShouldContain("VirtualMachineExport.export.kubevirt.io/shop/e1 has expired or was deleted");
        gone.Message.ShouldContain("2026-01-02 05:04:05Z");
        (await exports.WaitAsync(ready with { Phase = "Pending" }, Short, null, Token)).Problem!.Message.ShouldContain(
            "deleted"
        );
    }

    [Fact]
    public async Task Manifests_are_read()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        (await exports.ReadManifestsAsync(ready, cancellationToken: Token))
            .Resources.ShouldHaveSingleItem()
            .Id.ShouldBe(new ResourceId(Kinds.VirtualMachine, "shop", "e1"));
        (await exports.ReadManifestsAsync(ready, "auth-header-secret", Token))
            .Resources.ShouldHaveSingleItem()
            .Id.Name.ShouldBe("header-secret-e1");
        (
            await Should.ThrowAsync<ArgumentException>(() => exports.ReadManifestsAsync(ready, "oci", Token))
        ).Message.ShouldContain("'oci'");
    }

    [Fact]
    public async Task Manifests_that_never_end_do_not_fill_the_memory()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (_, ready) = await ReadyAsync(client);
        server.Break(new Fault(FaultKind.FloodBody) { Path = "/manifests/" });
        var failure = await Should.ThrowAsync<ClusterException>(() =>
            new VirtualMachineExports(client, Quick with { MaxResponseBytes = 1 << 20 }).ReadManifestsAsync(
                ready,
                cancellationToken: Token
            )
        );
        failure.Message.ShouldContain("/manifests/all: the answer has more than the 1048576 bytes of MaxResponseBytes");
    }

    [Fact]
    public async Task A_token_that_is_not_taken_is_an_error_at_once()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var (exports, ready) = await ReadyAsync(client);
        server.Break(Fault.OfCode(401, "/disk.img", times: 9));
        var refused = await Should.ThrowAsync<ClusterException>(() =>
            exports.DownloadAsync(ready, Volume(ready, "raw"), new MemoryStream(), cancellationToken: Token)
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        server.Requests.Count(request => request.Path.Contains("/disk.img", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_stalls_is_tried_again_and_cancellation_stops_an_endless_body()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client, Quick with { RequestTimeout = TimeSpan.FromMilliseconds(500) });
        var ready = await exports.WaitAsync(await exports.CreateAsync(Machine, "e1", null, Token), Short, null, Token);
        server.Break(new Fault(FaultKind.Stall) { Path = "/disk.img" });
        using var disk = new MemoryStream();
        (await exports.DownloadAsync(ready, Volume(ready, "raw"), disk, cancellationToken: Token)).ShouldBe(
            Disk.Length
        );

        server.Break(new Fault(FaultKind.EndlessBody) { Path = "/disk.img.gz" });
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reports = new Reports<ExportProgress>((_, _) => source.Cancel());
        await Should.ThrowAsync<OperationCanceledException>(() =>
            exports.DownloadAsync(ready, Volume(ready, "gzip"), new MemoryStream(), 0, reports, source.Token)
        );
    }

    [Fact]
    public async Task A_destination_that_is_slow_is_no_stall_of_the_server()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client, Quick with { RequestTimeout = TimeSpan.FromSeconds(1) });
        var ready = await exports.WaitAsync(await exports.CreateAsync(Machine, "e1", null, Token), Short, null, Token);
        using var disk = new SlowDisk();
        await exports.DownloadAsync(ready, Volume(ready, "gzip"), disk, cancellationToken: Token);
        server.Requests.Count(request => request.Path.Contains("/disk.img", StringComparison.Ordinal)).ShouldBe(1);
        Unpack(disk, "gzip").ShouldBe(Disk);
    }

    [Fact]
    public async Task An_export_that_waits_for_its_source_says_so_when_time_is_over()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client, Quick);
        var created = await exports.CreateAsync(
            new ResourceId(Kinds.PersistentVolumeClaim, "shop", "nothing"),
            "e1",
            null,
            Token
        );
        server.SetStatus(
            created.Id,
            """{"phase":"Pending","conditions":[{"type":"PVCReady","status":"False","reason":"PVCNotFound","message":"pvc shop/nothing not found"}]}"""
        );
        var problem = (
            await exports.WaitAsync(created, Short with { Limit = TimeSpan.Zero }, null, Token)
        ).Problem.ShouldNotBeNull();
        problem.Id.ShouldBe(FindingIds.ActionNotDone);
        problem.Message.ShouldContain("PVCReady=False (PVCNotFound): pvc shop/nothing not found");
        server.SetStatus(created.Id, """{"phase":"Skipped"}""");
        (await exports.WaitAsync(created, Short, null, Token)).Problem!.Message.ShouldContain("no volume to export");
    }

    /// <summary>Downloads the disk to a file, of which the server sends a part and then fails for good.</summary>
    private static async Task BreakOffAsync(
        TestCluster server,
        VirtualMachineExports exports,
        VirtualMachineExport ready,
        string path
    )
    {
        server.Break(new Fault(FaultKind.ResetInBody) { Path = "/disk.img" });
        server.Break(Fault.OfCode(503, "/disk.img", times: 3));
        await Should.ThrowAsync<ClusterException>(() =>
            exports.DownloadFileAsync(ready, Volume(ready, "raw"), path, null, Token)
        );
    }

    private static async Task<(VirtualMachineExports Exports, VirtualMachineExport Ready)> ReadyAsync(
        k8s.IKubernetes client
    )
    {
        var exports = new VirtualMachineExports(client, Quick);
        return (
            exports,
            await exports.WaitAsync(await exports.CreateAsync(Machine, "e1", null, Token), Short, null, Token)
        );
    }

    private static ExportLink Volume(VirtualMachineExport export, string format) =>
        export.Links.First(link => link.Kind == ExportLinkKind.Volume && link.Format == format);

    private static byte[] Unpack(MemoryStream disk, string format)
    {
        if (format == "raw")
            return disk.ToArray();
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(disk.ToArray()), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static async Task<TestCluster> StartAsync()
    {
        var server = await TestCluster.StartAsync(Machines.Make("vm-1", "shop"));
        server.Api.Exports.Volumes["root"] = Disk;
        return server;
    }

    private static byte[] MakeDisk()
    {
        var disk = new byte[3_000_000];
        new Random(7).NextBytes(disk);
        return disk;
    }

    /// <summary>Takes its time with what comes first.</summary>
    private sealed class SlowDisk : MemoryStream
    {
        public override bool CanSeek => false;

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (Length == 0)
                await Task.Delay(TimeSpan.FromSeconds(1.5), cancellationToken);
            Write(buffer.Span);
        }
    }

    /// <summary>As a pipe or a socket is.</summary>
    private sealed class OneWay : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
