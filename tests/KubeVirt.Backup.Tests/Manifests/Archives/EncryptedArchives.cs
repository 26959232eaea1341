using Shouldly;

namespace KubeVirt.Backup.Manifests;

/// <summary>Writes, opens and takes apart encrypted archives in tests.</summary>
internal static class EncryptedArchives
{
    public static readonly byte[] KeyBytes = [.. Enumerable.Range(1, ArchiveKey.Size).Select(i => (byte)(i * 7))];

    public static readonly ArchiveKey Key = new("vault/backup-1", KeyBytes);

    public static readonly ManifestOptions WithKey = new() { ArchiveKeys = ArchiveKeys.Of(Key) };

    /// <summary>How long a part is in the file.</summary>
    public const int SealedPartSize = PartCipher.PartSize + PartCipher.TagSize;

    private static int HeaderSize => 8 + 1 + 1 + Key.Id.Length + 32 + 32;

    public static async Task<byte[]> WriteAsync(IEnumerable<Resource> resources, ArchiveKey? key = null)
    {
        using var stream = new MemoryStream();
        await VeleroArchive.WriteEncryptedAsync(resources, [], key ?? Key, stream);
        return stream.ToArray();
    }

    /// <summary>Encrypts any bytes, written in pieces of some size.</summary>
    public static async Task<byte[]> EncryptAsync(byte[] content, int pieceSize = int.MaxValue, byte[]? salt = null)
    {
        using var target = new MemoryStream();
        await using var stream = await EncryptingStream.BeginAsync(target, Key, salt, CancellationToken.None);
        foreach (var piece in content.Chunk(pieceSize))
            await stream.WriteAsync(piece);
        await stream.FinishAsync(CancellationToken.None);
        return target.ToArray();
    }

    public static async Task<byte[]> DecryptAsync(byte[] archive)
    {
        using var source = new MemoryStream(archive);
        await using var stream = await DecryptingStream.OpenAsync(source, "x", WithKey.ArchiveKeys, default);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    public static Task<ManifestSet> ReadAsync(byte[] archive, ManifestOptions? options = null) =>
        VeleroArchive.ReadAsync(new MemoryStream(archive), "x", options ?? WithKey);

    /// <summary>The one line that refuses an archive.</summary>
    public static async Task<string> RefusalAsync(byte[] archive, ManifestOptions? options = null)
    {
        var refusal = await Should.ThrowAsync<ArchiveException>(() => ReadAsync(archive, options));
        refusal.Message.ShouldStartWith("x: ");
        refusal.Message.ShouldNotContain('\n');
        ShouldHideTheKey(refusal.ToString());
        return refusal.Message;
    }

    public static void ShouldHideTheKey(string text)
    {
        text.ShouldNotContain(Convert.ToBase64String(KeyBytes)[..12]);
        text.ShouldNotContain(Convert.ToHexString(KeyBytes)[..12], Case.Insensitive);
        text.ShouldNotContain(string.Join(", ", KeyBytes.Take(4)));
    }

    /// <summary>The header, and the parts behind it.</summary>
    public static (byte[] Header, List<byte[]> Parts) Split(byte[] archive) =>
        (archive[..HeaderSize], [.. archive[HeaderSize..].Chunk(SealedPartSize)]);

    public static byte[] Join(byte[] header, IEnumerable<byte[]> parts) =>
        [.. header, .. parts.SelectMany(part => part)];
}
