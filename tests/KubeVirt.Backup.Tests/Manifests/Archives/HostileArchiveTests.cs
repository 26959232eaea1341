using System.Text;
using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public class HostileArchiveTests
{
    private const string Pod = "resources/pods/namespaces/ns/a.json";
    private const string PodJson = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns"}}""";

    private static readonly ArchiveLimits Small = new()
    {
        MaxBytes = 1 << 20,
        MaxEntryBytes = 1 << 16,
        MaxEntries = 100,
    };

    public static TheoryData<string, byte[], string> Cases =>
        new()
        {
            {
                "traversal",
                New().File("resources/../../etc/passwd.json", "{}").GZip(),
                "the entry 'resources/../../etc/passwd.json' leads out of the archive"
            },
            {
                "traversal by backslash",
                New().File("resources\\..\\..\\a.json", "{}").GZip(),
                "leads out of the archive"
            },
            { "traversal by folder", New().Entry("../x/", [], '5').GZip(), "leads out of the archive" },
            {
                "traversal by pax",
                New().Pax(("path", "a/../../b")).File("a", "").GZip(),
                "the entry 'a/../../b' leads out of the archive"
            },
            { "absolute", New().File("/etc/passwd", "").GZip(), "the entry '/etc/passwd' has an absolute name" },
            { "absolute behind a dot", New().File(".//etc/passwd", "").GZip(), "has an absolute name" },
            { "drive", New().File("C:\\x", "").GZip(), "has an absolute name" },
            {
                "symbolic link",
                New().Entry(Pod, [], '2').GZip(),
                $"the entry '{Pod}' is a symbolic link, which a backup never holds"
            },
            { "hard link", New().Entry(Pod, [], '1').GZip(), "is a hard link" },
            {
                "long link",
                New()
                    .Entry("././@LongLink", Encoding.UTF8.GetBytes(new string('x', 300)), 'K')
                    .Entry(Pod, [], '2')
                    .GZip(),
                "is a symbolic link"
            },
            { "character device", New().Entry("dev/null", [], '3').GZip(), "is a device" },
            { "block device", New().Entry("dev/sda", [], '4').GZip(), "is a device" },
            { "pipe", New().Entry("pipe", [], '6').GZip(), "is a pipe" },
            { "unknown type", New().Entry("x", [], 'Z').GZip(), "is of the unknown type 'Z'" },
            {
                "bomb of size",
                New().Entry(Pod, new byte[70_000]).GZip(),
                $"the entry '{Pod}' is larger than 65536 bytes. Raise ArchiveLimits.MaxEntryBytes"
            },
            {
                "bomb of many",
                Many(30, 60_000),
                "the unpacked archive is larger than 1048576 bytes. Raise ArchiveLimits.MaxBytes"
            },
            {
                "bomb of padding",
                Tar.GZip([.. New().End(), .. new byte[2 << 20]]),
                "the unpacked archive is larger than 1048576 bytes"
            },
            {
                "bomb of count",
                Many(101, 0),
                "the archive holds more than 100 entries. Raise ArchiveLimits.MaxEntries"
            },
            { "bomb of folders", Folders(101).GZip(), "the archive holds more than 100 entries" },
            { "claim of much", New().Entry(Pod, [], size: 8_000_000_000).GZip(), "is larger than 65536 bytes" },
            {
                "claim of more than there may be",
                New().Entry(Pod, Encoding.UTF8.GetBytes(PodJson), size: 60_000).GZip(),
                "the archive breaks off at or after the entry"
            },
            {
                "extended header that claims 2 GiB",
                New().Entry("x", new byte[512], 'x', 2_000_000_000).GZip(),
                "is an extended header of more than 65536 bytes"
            },
            {
                "long name that claims 2 GiB",
                New().Entry("x", new byte[512], 'L', 2_000_000_000).GZip(),
                "is an extended header of more than 65536 bytes"
            },
            {
                "global header that claims 2 GiB",
                New().Entry("x", new byte[512], 'g', 2_000_000_000).GZip(),
                "is larger than 65536 bytes"
            },
            {
                "smaller than it is",
                New().Entry(Pod, Encoding.UTF8.GetBytes(PodJson.PadRight(1000)), size: 10).GZip(),
                $"after the entry '{Pod}' there is neither another entry nor the end"
            },
            {
                "size by pax",
                New().Pax(("size", "10")).Entry(Pod, Encoding.UTF8.GetBytes(PodJson.PadRight(1000))).GZip(),
                "there is neither another entry nor the end"
            },
            {
                "size that is no number",
                New().Pax(("size", "-1")).File(Pod, PodJson).GZip(),
                "has a size that is not a number"
            },
            {
                "broken pax",
                New().Entry("x", Encoding.UTF8.GetBytes("99 path=a\n"), 'x').GZip(),
                "has an extended header that is broken"
            },
            {
                "name that is not UTF-8",
                New().Entry([.. Encoding.UTF8.GetBytes("resources/"), 0xff, 0xfe], []).GZip(),
                "has a name that is not UTF-8"
            },
            {
                "NUL in a name",
                New().Entry(Encoding.UTF8.GetBytes("a.json\0/../b"), []).GZip(),
                "has a NUL byte in its name"
            },
            {
                "NUL in a long name",
                New().Entry("././@LongLink", Encoding.UTF8.GetBytes("a\0b\0"), 'L').File("a", "").GZip(),
                "has a NUL byte in its name"
            },
            { "NUL in a pax name", New().Pax(("path", "a\0b")).File("a", "").GZip(), "has a NUL byte in its name" },
            {
                "the same entry twice",
                New().File(Pod, PodJson).File(Pod, PodJson).GZip(),
                $"the entry '{Pod}' is in the archive twice"
            },
            {
                "the same entry twice by a dot",
                New().File(Pod, PodJson).File("./" + Pod, PodJson).GZip(),
                $"the entry '{Pod}' is in the archive twice"
            },
            {
                "gzip in gzip",
                Tar.GZip(New().File(Pod, PodJson).GZip()),
                "the file is a gzip inside of a gzip. Unpack it once."
            },
            { "gzip of something else", Tar.GZip(Encoding.UTF8.GetBytes(PodJson)), "the file holds no tar" },
            {
                "gzip of nothing",
                Convert.FromHexString("1f8b08000000000000030300000000000000000000"),
                "the file holds no tar"
            },
            {
                "gzip with something behind",
                [.. New().File(Pod, PodJson).GZip(), .. "x"u8],
                "the gzip is damaged or breaks off"
            },
            {
                "gzip of much else",
                Tar.GZip(
                    new byte[100_000]
                        .Select(_ => (byte)'x')
                        .ToArray()
                ),
                "the file holds no tar"
            },
            { "not even gzip", Encoding.UTF8.GetBytes(PodJson), "the file is neither a tar nor a gzip" },
            { "nothing", [], "the file is neither a tar nor a gzip" },
            {
                "a tar behind the tar",
                Tar.GZip([.. New().File(Pod, PodJson).End(), .. New().File("b", "").End()]),
                "there are bytes after the end of the archive"
            },
            { "some other tar", new Tar().File("readme.txt", "x").GZip(), "the file is no backup archive of Velero" },
            { "an empty tar", Tar.GZip(new byte[1024]), "the file is no backup archive of Velero" },
            {
                "a later version",
                new Tar().File("metadata/version", "2.0.0\n").GZip(),
                "the format version is 2.0.0, and only 1 to 1.1.0 can be read"
            },
            {
                "a later minor version",
                new Tar().File("metadata/version", "1.2.0\n").GZip(),
                "the format version is 1.2.0"
            },
            { "a version of old", new Tar().File("metadata/version", "0.9\n").GZip(), "the format version is 0.9" },
            {
                "a version that is none",
                new Tar().File("metadata/version", "\u001b[31mone\n").GZip(),
                "metadata/version holds '?[31mone', which is no format version"
            },
            { "a line break in a name", New().File("../a\nb", "").GZip(), "'../a?b'" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_refused_with_the_reason_and_in_little_memory(string name, byte[] archive, string expected)
    {
        // A thread of its own, whose count nobody else adds to: the archive is in memory, so reading it never waits.
        var (exception, allocated) = ((ArchiveException?)null, 0L);
        var thread = new Thread(() =>
        {
            exception = Should.Throw<ArchiveException>(() => ReadAsync(archive).GetAwaiter().GetResult(), name);
            allocated = GC.GetAllocatedBytesForCurrentThread();
        });
        thread.Start();
        thread.Join();
        allocated.ShouldBeLessThan(8 << 20, name);
        exception.ShouldNotBeNull();
        exception.Message.ShouldStartWith("x.tar.gz: ");
        exception.Message.ShouldContain(expected);
        exception.Message.ShouldNotContain('\n');
        exception.Message.Length.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Every_prefix_of_an_archive_is_refused()
    {
        var tar = New()
            .File(Pod, PodJson)
            .File("resources/pods/v1-preferredversion/namespaces/ns/a.json", PodJson)
            .End();
        (await ReadAsync(tar)).Resources.ShouldHaveSingleItem();
        // A single block of zeros is the end, too, as GNU tar has it.
        for (var length = 0; length < tar.Length - 512; length++)
            await Should.ThrowAsync<ArchiveException>(() => ReadAsync(tar[..length]), $"{length} bytes");
        var gzip = Tar.GZip(tar);
        (await ReadAsync(gzip)).Resources.ShouldHaveSingleItem();
        (await ReadAsync([.. Tar.GZip(tar[..700]), .. Tar.GZip(tar[700..])])).Resources.ShouldHaveSingleItem();
        for (var length = 0; length < gzip.Length; length++)
            await Should.ThrowAsync<ArchiveException>(() => ReadAsync(gzip[..length]), $"{length} bytes of the gzip");
    }

    [Fact]
    public void Whatever_byte_is_changed_it_is_read_or_refused() =>
        Gen.Select(Gen.Int[0, 4000], Gen.Byte)
            .Sample(
                change =>
                {
                    var tar = New()
                        .Pax(("path", Pod))
                        .File("x", PodJson)
                        .File("resources/pods/v1/namespaces/ns/b.json", PodJson)
                        .End();
                    tar[change.Item1 % tar.Length] = change.Item2;
                    try
                    {
                        ReadAsync(tar).GetAwaiter().GetResult().ShouldNotBeNull();
                    }
                    catch (ArchiveException e)
                    {
                        e.Message.ShouldStartWith("x.tar.gz: ");
                    }
                },
                iter: 3000
            );

    // A few bits of a gzip mean nothing, such as those that fill its last byte.
    [Fact]
    public async Task A_changed_byte_of_a_gzip_is_noticed_or_changes_nothing()
    {
        var gzip = New().File(Pod, PodJson).GZip();
        var refused = 0;
        for (var at = 10; at < gzip.Length; at++)
        {
            var damaged = gzip.ToArray();
            damaged[at] ^= 0x10;
            try
            {
                (await ReadAsync(damaged)).Resources.ShouldHaveSingleItem().Json().ShouldBe(PodJson);
            }
            catch (ArchiveException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(gzip.Length - 10 - 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_is_positive(int value)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxBytes = value });
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxEntryBytes = value });
        Should.Throw<ArgumentOutOfRangeException>(() => new ArchiveLimits { MaxEntries = value });
    }

    private static Task<ManifestSet> ReadAsync(byte[] archive) =>
        VeleroArchive.ReadAsync(
            new MemoryStream(archive),
            "x.tar.gz",
            new ManifestOptions { ArchiveLimits = Small },
            TestContext.Current.CancellationToken
        );

    private static Tar New() => new Tar().File("metadata/version", "1.1.0\n");

    private static byte[] Many(int count, int bytes) =>
        Enumerable
            .Range(0, count)
            .Aggregate(New(), (tar, i) => tar.Entry($"resources/pods/namespaces/ns/{i}.json", new byte[bytes]))
            .GZip();

    private static Tar Folders(int count) =>
        Enumerable.Range(0, count).Aggregate(New(), (tar, i) => tar.Entry($"f{i}/", [], '5'));
}
