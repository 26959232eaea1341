using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Shouldly;
using Xunit;
using static KubeVirt.Backup.Manifests.EncryptedArchives;

namespace KubeVirt.Backup.Manifests;

/// <summary>Whoever has the key reads an encrypted archive as any other one, and nobody else does.</summary>
public sealed class EncryptedArchiveTests : IDisposable
{
    private static readonly IReadOnlyList<Resource> Resources = Repository.SampleManifests.Resources;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.FullName, "backup.tar.gz");

    [Fact]
    public void Any_bytes_come_back_whatever_their_length_and_however_they_are_written()
    {
        var nearBorder = Gen.Select(Gen.Int[0, 3], Gen.Int[-2, 2], (parts, by) => (parts * PartCipher.PartSize) + by);
        Gen.Select(nearBorder.Where(length => length >= 0), Gen.Int[1_000, 200_000], Gen.Int)
            .Sample(
                (length, pieceSize, seed) =>
                {
                    var content = new byte[length];
                    new Random(seed).NextBytes(content);
                    var archive = EncryptAsync(content, pieceSize).GetAwaiter().GetResult();
                    DecryptAsync(archive).GetAwaiter().GetResult().ShouldBe(content);
                    Split(archive)
                        .Parts.Count.ShouldBe(Math.Max(1, (length + PartCipher.PartSize - 1) / PartCipher.PartSize));
                },
                iter: 100
            );
    }

    [Fact]
    public async Task It_is_read_wherever_an_archive_is_read()
    {
        var annex = new ArchiveAnnex("acme/index.json", "{}"u8.ToArray());
        await VeleroArchive.WriteEncryptedFileAsync(Resources, [annex], Key, Target, Cancel);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Target).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var reader = new ManifestReader(WithKey with { RequiresEncryption = true });
        var bytes = await File.ReadAllBytesAsync(Target, Cancel);
        ManifestSet[] sets =
        [
            await reader.ReadPathsAsync([Target], Cancel),
            await reader.ReadInputAsync(["-"], new MemoryStream(bytes), Cancel),
            await ReadAsync(bytes),
        ];
        foreach (var set in sets)
        {
            set.Findings.ShouldBeEmpty();
            set.Resources.Select(resource => $"{resource.Id} {resource.Json()}")
                .ShouldBe(Resources.Select(resource => $"{resource.Id} {resource.Json()}"), ignoreOrder: true);
        }

        var source = await FolderResourceSource.OpenAsync([Target], WithKey, Cancel);
        source.Ids.Count.ShouldBe(Resources.Count);
        (await ArchiveAnnex.ReadAsync(new MemoryStream(bytes), "x", annex.Name, WithKey, Cancel)).ShouldBe(
            annex.Content.ToArray()
        );
    }

    [Fact]
    public async Task Nothing_but_the_id_of_the_key_is_in_the_clear_and_no_two_archives_are_alike()
    {
        var archive = await WriteAsync(Resources);
        archive.AsSpan().IndexOf("resources/"u8).ShouldBe(-1);
        archive.AsSpan().IndexOf(new byte[] { 0x1f, 0x8b, 8 }).ShouldBe(-1);
        archive.AsSpan().IndexOf(KeyBytes).ShouldBe(-1);
        Encoding.ASCII.GetString(archive, 10, Key.Id.Length).ShouldBe(Key.Id);
        var (header, parts) = Split(await WriteAsync(Resources));
        header.ShouldNotBe(Split(archive).Header);
        parts[0].ShouldNotBe(Split(archive).Parts[0]);
    }

    // Written from the page on the format alone, so that the page and the code cannot part.
    [Theory]
    [InlineData(0)]
    [InlineData(PartCipher.PartSize)]
    [InlineData((2 * PartCipher.PartSize) + 1)]
    public async Task The_format_is_the_one_that_the_page_describes(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var archive = await EncryptAsync(content);
        archive[..10].ShouldBe([0x89, (byte)'K', (byte)'V', (byte)'B', (byte)'E', (byte)'N', (byte)'C', 10, 1, 14]);
        var proofAt = 10 + 14 + 32;
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            KeyBytes,
            64,
            salt: archive[(proofAt - 32)..proofAt],
            info: archive[..proofAt]
        );
        archive[proofAt..(proofAt + 32)].ShouldBe(derived[32..]);

        using var aes = new AesGcm(derived.AsSpan(0, 32), 16);
        var found = new List<byte>();
        var parts = archive[(proofAt + 32)..].Chunk(65_536 + 16).ToList();
        foreach (var (i, part) in parts.Index())
        {
            var nonce = new byte[12];
            BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(7), i);
            nonce[11] = i == parts.Count - 1 ? (byte)1 : (byte)0;
            var plain = new byte[part.Length - 16];
            aes.Decrypt(nonce, part.AsSpan(0, plain.Length), part.AsSpan(plain.Length), plain);
            found.AddRange(plain);
        }

        found.ShouldBe(content);
    }

    [Fact]
    public void A_platform_without_the_cipher_is_refused_in_a_sentence()
    {
        Should
            .Throw<PlatformNotSupportedException>(() => PartCipher.Demand(hasAesGcm: false))
            .Message.ShouldBe(
                "This platform has no AES-GCM, so archives can neither be encrypted nor decrypted on it. Use another one."
            );
        Should.NotThrow(() => PartCipher.Demand(hasAesGcm: true));
    }

    [Fact]
    public async Task The_same_bytes_key_and_salt_give_the_same_archive_forever()
    {
        var salt = new byte[32];
        var archive = await EncryptAsync("the same bytes"u8.ToArray(), salt: salt);
        Convert
            .ToHexString(SHA256.HashData(archive))
            .ShouldBe("B77B9E0A5292C95C6BE2A7DCFB1DDF6F26E542DD7C1CAA35359490F080BA6F86");
    }

    [Fact]
    public async Task Without_the_right_key_it_is_refused_in_one_line_that_says_which_one_it_needs()
    {
        var archive = await WriteAsync(Resources);
        var other = new ArchiveKey("other", new byte[32]);
        var wrong = new ArchiveKey(Key.Id, new byte[32]);
        (await RefusalAsync(archive, new ManifestOptions())).ShouldBe(
            "x: the archive is encrypted with the key 'vault/backup-1'. Give that key as ManifestOptions.ArchiveKeys."
        );
        (await RefusalAsync(archive, new ManifestOptions { ArchiveKeys = ArchiveKeys.Of(other) })).ShouldBe(
            "x: the archive is encrypted with the key 'vault/backup-1', and there is no such key. "
                + "Bring it, or name another archive."
        );
        (await RefusalAsync(archive, new ManifestOptions { ArchiveKeys = ArchiveKeys.Of(wrong) })).ShouldStartWith(
            "x: the key 'vault/backup-1' is not the one that the archive was encrypted with"
        );
    }

    [Fact]
    public async Task A_reader_that_requires_encryption_reads_nothing_else()
    {
        var options = WithKey with { RequiresEncryption = true };
        var yaml = Path.Combine(_folder.FullName, "a.yaml");
        await File.WriteAllTextAsync(yaml, "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", Cancel);
        await VeleroArchive.WriteFileAsync(Resources, Target, Cancel);
        var reader = new ManifestReader(options);
        foreach (var path in new[] { Target, yaml, _folder.FullName })
        {
            var refusal = await Should.ThrowAsync<ArchiveException>(() => reader.ReadPathsAsync([path], Cancel));
            refusal.Message.ShouldContain("it is no encrypted archive, and nothing else may be read here");
        }

        var plain = await File.ReadAllBytesAsync(Target, Cancel);
        await RefusalAsync(plain, options);
        await Should.ThrowAsync<ArchiveException>(() =>
            ArchiveAnnex.ReadAsync(new MemoryStream(plain), "x", "a", options, Cancel)
        );
        (await ReadAsync(plain)).Resources.Count.ShouldBe(Resources.Count);
    }

    [Fact]
    public async Task A_vault_is_asked_for_the_id_once_with_the_token_and_what_it_throws_is_thrown()
    {
        var archive = await WriteAsync(Resources);
        using var cancel = new CancellationTokenSource();
        var asked = new List<(string, CancellationToken)>();
        var vault = new ArchiveKeys(
            async (id, token) =>
            {
                await Task.Yield();
                asked.Add((id, token));
                return Key;
            }
        );
        var options = new ManifestOptions { ArchiveKeys = vault };
        await VeleroArchive.ReadAsync(new MemoryStream(archive), "x", options, cancel.Token);
        asked.ShouldBe([(Key.Id, cancel.Token)]);

        var sealedVault = new ArchiveKeys((_, _) => throw new InvalidOperationException("The vault is sealed."));
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                ReadAsync(archive, new ManifestOptions { ArchiveKeys = sealedVault })
            )
        ).Message.ShouldBe("The vault is sealed.");
    }

    [Fact]
    public async Task The_limits_hold_for_what_is_decrypted()
    {
        var bomb = Tar.GZip([.. new Tar().File("metadata/version", "1.1.0\n").End(), .. new byte[4 << 20]]);
        var options = WithKey with { ArchiveLimits = new ArchiveLimits { MaxBytes = 1 << 20 } };
        (await RefusalAsync(await EncryptAsync(bomb), options)).ShouldContain(
            "the unpacked archive is larger than 1048576 bytes"
        );
    }

    [Fact]
    public async Task What_is_encrypted_must_be_an_archive_and_is_encrypted_once()
    {
        foreach (var content in new[] { "kind: Pod"u8.ToArray(), [], await WriteAsync(Resources) })
        {
            var archive = await EncryptAsync(content);
            (await RefusalAsync(archive)).ShouldContain("what is encrypted is neither a tar nor a gzip");
        }

        var tar = new Tar().File("metadata/version", "1.1.0\n").End();
        (await ReadAsync(await EncryptAsync(tar))).Resources.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_is_copied_and_no_text_shows_it()
    {
        var bytes = KeyBytes.ToArray();
        var key = new ArchiveKey("k", bytes);
        var archive = await WriteAsync(Resources, key);
        bytes.AsSpan().Clear();
        var same = new ArchiveKey("k", KeyBytes);
        var read = await ReadAsync(archive, new ManifestOptions { ArchiveKeys = ArchiveKeys.Of(same) });
        read.Resources.Count.ShouldBe(Resources.Count);
        key.ToString().ShouldBe("k");
        ShouldHideTheKey($"{WithKey}");
    }

    [Theory]
    [InlineData("", 32, "The id of a key has 1 to 255 characters of printable ASCII, and no blank.")]
    [InlineData("a b", 32, "The id of a key")]
    [InlineData("a\n", 32, "The id of a key")]
    [InlineData("\u00e9", 32, "The id of a key")]
    [InlineData("a", 31, "A key has 32 bytes, and this one has 31.")]
    [InlineData("a", 0, "A key has 32 bytes, and this one has 0.")]
    public void A_key_that_is_none_is_refused(string id, int size, string reason) =>
        Should.Throw<ArgumentException>(() => new ArchiveKey(id, new byte[size])).Message.ShouldStartWith(reason);

    [Fact]
    public void Ids_are_not_too_long_and_not_given_twice()
    {
        Should.Throw<ArgumentException>(() => new ArchiveKey(new string('a', 256), KeyBytes));
        var longest = new ArchiveKey(new string('a', 255), KeyBytes);
        Should
            .Throw<ArgumentException>(() => ArchiveKeys.Of(longest, Key, new ArchiveKey(Key.Id, new byte[32])))
            .Message.ShouldStartWith("Two keys are called 'vault/backup-1'. Leave out one of them.");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
