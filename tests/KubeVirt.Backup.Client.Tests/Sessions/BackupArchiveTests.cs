using System.Text;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>An archive says of itself what it is.</summary>
public class BackupArchiveTests
{
    private static readonly IReadOnlyList<Resource> Resources = Repository.SampleManifests.Resources;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_session_came_to_is_read_back_from_its_archive_without_planning_again()
    {
        var report = await ReportAsync();
        var saved = await RoundTripAsync(report, []);

        saved.ShouldNotBeNull();
        saved.ToJson().ShouldBe(BackupDocument.Of(report).ToJson());
        saved.Plan.ToJson().ShouldBe(report.Plan.ToJson());
        saved.Verdicts.ShouldBe(report.Verdicts);
        saved.NotSnapshotted.ShouldBe(report.NotSnapshotted);
        saved.Snapshots.Select(snapshot => snapshot.Claim).ShouldBe(report.Plan.Volumes);
        (saved.StartedAt, saved.EndedAt).ShouldBe((report.StartedAt, report.EndedAt));
        saved.EndedAt.ShouldBeGreaterThanOrEqualTo(saved.StartedAt);
        saved.Library.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Files_of_a_product_are_beside_the_document_and_objects_are_read_as_before()
    {
        var report = await ReportAsync();
        using var stream = new MemoryStream();
        var own = new ArchiveAnnex("acme/index.json", Encoding.UTF8.GetBytes("{}"));
        await BackupArchive.WriteAsync(report, stream, [own], Token);

        stream.Position = 0;
        (await ArchiveAnnex.ReadAsync(stream, "a", own.Name, null, Token)).ShouldBe(own.Content.ToArray());
        stream.Position = 0;
        var objects = await VeleroArchive.ReadAsync(stream, "a", null, Token);
        objects.Findings.ShouldBeEmpty();
        objects.Resources.Count.ShouldBe(report.Plan.Sets.Sum(set => set.Count));
    }

    [Fact]
    public async Task A_session_encrypts_its_archive_where_it_is_given_a_key()
    {
        var folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");
        try
        {
            var key = new ArchiveKey("vault/1", [.. Enumerable.Range(1, ArchiveKey.Size).Select(i => (byte)i)]);
            var options = new BackupOptions
            {
                Snapshot = SessionWorld.TakeAsync,
                Archive = Path.Combine(folder.FullName, "shop.enc"),
                ArchiveKey = key,
            };
            var report = await ReportAsync(options);
            var reading = new ManifestOptions { ArchiveKeys = ArchiveKeys.Of(key), RequiresEncryption = true };

            var saved = await BackupArchive.ReadFileAsync(options.Archive, reading, Token);
            saved.ToJson().ShouldBe(BackupDocument.Of(report).ToJson());
            var objects = await new ManifestReader(reading).ReadPathsAsync([options.Archive], Token);
            objects.Resources.Count.ShouldBe(report.Plan.Sets.Sum(set => set.Count));
            var refusal = await Should.ThrowAsync<ArchiveException>(() =>
                BackupArchive.ReadFileAsync(options.Archive, null, Token)
            );
            refusal.Message.ShouldContain("is encrypted with the key 'vault/1'");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_report_is_encrypted_into_a_stream()
    {
        var report = await ReportAsync();
        var key = new ArchiveKey("vault/1", new byte[ArchiveKey.Size]);
        using var stream = new MemoryStream();
        await BackupArchive.WriteEncryptedAsync(report, key, stream, [], Token);

        stream.Position = 0;
        var reading = new ManifestOptions { ArchiveKeys = ArchiveKeys.Of(key), RequiresEncryption = true };
        var saved = await BackupArchive.ReadAsync(stream, "archive", reading, Token);
        saved!.ToJson().ShouldBe(BackupDocument.Of(report).ToJson());
    }

    [Theory]
    [InlineData("backup.json")]
    [InlineData("a", "a")]
    public async Task Two_files_of_one_name_are_refused_before_anything_is_written(params string[] names)
    {
        var report = await ReportAsync();
        using var stream = new MemoryStream();
        var annexes = names.Select(name => new ArchiveAnnex(name, default)).ToList();
        var refusal = await Should.ThrowAsync<ArgumentException>(() =>
            BackupArchive.WriteAsync(report, stream, annexes, Token)
        );
        refusal.Message.ShouldContain($"kubevirt-backup/{names[0]}");
        stream.Length.ShouldBe(0);
    }

    [Fact]
    public async Task An_archive_of_another_program_says_nothing_of_itself()
    {
        using var stream = new MemoryStream();
        await VeleroArchive.WriteAsync(Resources, stream, Token);
        stream.Position = 0;
        (await BackupArchive.ReadAsync(stream, "a.tar.gz", null, Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("{}", "/formatVersion")]
    [InlineData("""{"formatVersion":2}""", "only 1 can be read: use a later version of this library")]
    [InlineData(
        """{"formatVersion":1,"startedAt":"2026-01-01T00:00:00Z",""",
        "backup.json: The document cannot be read"
    )]
    public async Task A_document_of_a_later_version_or_cut_off_is_refused_by_its_name(string json, string reason)
    {
        var archive = new Tar().File("metadata/version", "1.1.0\n").File("kubevirt-backup/backup.json", json).GZip();
        var refusal = await Should.ThrowAsync<ArchiveException>(() =>
            BackupArchive.ReadAsync(new MemoryStream(archive), "monday.tar.gz", null, Token)
        );
        refusal.Message.ShouldStartWith("monday.tar.gz: kubevirt-backup/backup.json: ");
        refusal.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task An_archive_names_the_cluster_and_the_versions_in_it()
    {
        Resource[] cluster =
        [
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-system","uid":"c-1"}}"""),
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"KubeVirt","metadata":{"name":"kubevirt","namespace":"kubevirt"},
                "status":{"observedKubeVirtVersion":"v1.9.0"}}
                """
            ),
        ];
        await using var server = await TestCluster.StartAsync([.. Resources, .. cluster]);
        using var client = server.CreateClient();
        var session = new BackupSession(new ClusterResourceSource(client), new InMemoryGuests(Resources));
        var found = (await session.RunAsync(new BackupOptions(), Token)).Cluster!;
        (found.Uid, found.KubeVirt, found.Cdi).ShouldBe(("c-1", "v1.9.0", null));
    }

    [Fact]
    public async Task The_schema_in_the_docs_is_that_of_the_document()
    {
        DocumentSchema.Compare(
            BackupDocumentContext.Default.BackupDocument,
            "backup",
            "What an archive says of itself"
        );
        DocumentSchema.Violations("backup", BackupDocument.Of(await ReportAsync()).ToJson()).ShouldBeEmpty();
    }

    private static Task<BackupReport> ReportAsync(BackupOptions? options = null) =>
        new BackupSession(new MemoryResourceSource(Resources), new InMemoryGuests(Resources)).RunAsync(
            options ?? new BackupOptions { Snapshot = SessionWorld.TakeAsync },
            Token
        );

    private static async Task<BackupDocument?> RoundTripAsync(BackupReport report, IReadOnlyList<ArchiveAnnex> annexes)
    {
        using var stream = new MemoryStream();
        await BackupArchive.WriteAsync(report, stream, annexes, Token);
        stream.Position = 0;
        return await BackupArchive.ReadAsync(stream, "archive", null, Token);
    }
}
