using System.Text;
using CsCheck;
using Shouldly;
using Xunit;
using static KubeVirt.Backup.Manifests.EncryptedArchives;

namespace KubeVirt.Backup.Manifests;

/// <summary>Whatever is done to an encrypted archive, it is refused, and nothing of it is returned.</summary>
public class TamperedArchiveTests
{
    private static readonly Resource Pod = Resource.Parse(
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns"}}"""
    );

    // Does not get smaller when it is packed, so the archive has five parts.
    private static readonly Resource Large = Resource.Parse(
        $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"z"},"data":{"x":"{{{Noise(330_000)}}}"}}"""
    );

    [Fact]
    public async Task Every_changed_byte_is_found()
    {
        var archive = await WriteAsync([Pod]);
        for (var i = 0; i < archive.Length; i++)
        {
            foreach (var mask in new byte[] { 1, 0x80, 0xff })
            {
                var changed = archive.ToArray();
                changed[i] ^= mask;
                await RefusalAsync(changed);
            }
        }
    }

    [Fact]
    public async Task Every_place_to_cut_it_off_is_found()
    {
        var archive = await WriteAsync([Pod]);
        for (var length = 0; length < archive.Length; length++)
            await RefusalAsync(archive[..length]);
    }

    [Fact]
    public async Task Every_part_that_is_left_out_moved_repeated_or_cut_off_is_found()
    {
        var (header, parts) = Split(await WriteAsync([Large]));
        parts.Count.ShouldBeGreaterThan(3);
        (await ReadAsync(Join(header, parts))).Resources.ShouldHaveSingleItem();
        for (var i = 0; i < parts.Count; i++)
        {
            await RefuseAsync([.. parts[..i], .. parts[(i + 1)..]]);
            await RefuseAsync([.. parts[..i], parts[i], .. parts[i..]]);
            await RefuseAsync(parts[..i]);
            for (var j = 0; j < i; j++)
            {
                var swapped = parts.ToList();
                (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                await RefuseAsync(swapped);
            }
        }

        Task RefuseAsync(IEnumerable<byte[]> some) => ShouldBeFoundAsync(Join(header, some));
    }

    [Fact]
    public async Task Whatever_is_appended_is_found()
    {
        var (header, parts) = Split(await WriteAsync([Large]));
        byte[][] added =
        [
            [0],
            new byte[16],
            new byte[SealedPartSize],
            parts[^1],
            parts[0],
            await WriteAsync([Pod]),
        ];
        foreach (var more in added)
            await ShouldBeFoundAsync(Join(header, [.. parts, more]));
    }

    [Fact]
    public async Task Parts_of_another_archive_with_the_same_key_are_found()
    {
        var one = Split(await WriteAsync([Large]));
        var other = Split(await WriteAsync([Large]));
        await RefusalAsync(Join(other.Header, one.Parts));
        for (var i = 0; i < one.Parts.Count; i++)
            await ShouldBeFoundAsync(Join(one.Header, [.. one.Parts[..i], other.Parts[i], .. one.Parts[(i + 1)..]]));
    }

    [Fact]
    public async Task Another_id_of_a_key_is_found_also_where_it_leads_to_the_same_key()
    {
        var archive = await WriteAsync([Pod]);
        Encoding.ASCII.GetBytes("vault/backup-2").CopyTo(archive.AsSpan(10));
        (await RefusalAsync(archive)).ShouldContain("'vault/backup-2', and there is no such key");
        var same = new ArchiveKeys((_, _) => ValueTask.FromResult<ArchiveKey?>(Key));
        (await RefusalAsync(archive, new ManifestOptions { ArchiveKeys = same })).ShouldContain(
            "or the archive's start was changed"
        );
    }

    [Theory]
    [InlineData(
        8,
        2,
        "is encrypted in format 2, and only 1 can be read. Read it with a later version of this library."
    )]
    [InlineData(9, 0, "'' is no id of a key. Do not trust this archive.")]
    [InlineData(10, 10, "'?ault/backup-1' is no id of a key. Do not trust this archive.")]
    [InlineData(9, 255, "the encrypted archive breaks off at its start. Fetch it again.")]
    public async Task A_header_that_nobody_writes_is_refused_before_a_key_is_asked_for(
        int at,
        byte value,
        string reason
    )
    {
        var archive = await WriteAsync([Pod]);
        archive[at] = value;
        var keys = new ArchiveKeys((_, _) => throw new InvalidOperationException("asked"));
        (await RefusalAsync(archive[..200], new ManifestOptions { ArchiveKeys = keys })).ShouldContain(reason);
    }

    [Fact]
    public void Anything_that_begins_like_one_is_refused_and_nothing_else_is_thrown() =>
        Gen
            .Byte.Array[0, 400]
            .Sample(
                bytes => RefusalAsync([0x89, .. "KVBENC\n"u8, .. bytes]).GetAwaiter().GetResult().ShouldNotBeEmpty(),
                iter: 1000
            );

    // By the encryption, and not by the gzip in it, which would notice most of this as well.
    private static async Task ShouldBeFoundAsync(byte[] archive) =>
        (await RefusalAsync(archive)).ShouldStartWith("x: the archive is not as it was written: part ");

    private static string Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        return Convert.ToBase64String(noise);
    }
}
