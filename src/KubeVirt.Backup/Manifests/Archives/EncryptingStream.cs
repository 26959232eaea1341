using System.Security.Cryptography;

namespace KubeVirt.Backup.Manifests;

/// <summary>Encrypts what is written to it. Only <see cref="FinishAsync"/> makes it whole: what was broken off stays so.</summary>
internal sealed class EncryptingStream : ForwardStream
{
    private readonly Stream _target;
    private readonly PartCipher _cipher;
    private readonly byte[] _content = new byte[PartCipher.PartSize];
    private readonly byte[] _sealed = new byte[PartCipher.PartSize + PartCipher.TagSize];
    private int _count;

    private EncryptingStream(Stream target, PartCipher cipher)
    {
        _target = target;
        _cipher = cipher;
    }

    /// <summary>Begins an encrypted archive.</summary>
    /// <param name="target">The stream to write to. Left open.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="salt">Bytes that no other archive has; tests alone say which.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task<EncryptingStream> BeginAsync(
        Stream target,
        ArchiveKey key,
        byte[]? salt,
        CancellationToken cancellationToken
    )
    {
        salt ??= RandomNumberGenerator.GetBytes(EncryptedHeader.SaltSize);
        var (header, cipher) = EncryptedHeader.Create(key, salt);
        await target.WriteAsync(header.Bytes, cancellationToken).ConfigureAwait(false);

        return new EncryptingStream(target, cipher);
    }

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Encrypts all parts that are full and not the last one.</summary>
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (!buffer.IsEmpty)
        {
            // A full part is kept back until something follows, since it may be the last one.
            if (_count == _content.Length)
                await WritePartAsync(isLast: false, cancellationToken).ConfigureAwait(false);

            var length = Math.Min(buffer.Length, _content.Length - _count);
            buffer[..length].CopyTo(_content.AsMemory(_count));
            _count += length;
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes the last part, which says that it is the last one.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => WritePartAsync(isLast: true, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_content);
        }

        base.Dispose(disposing);
    }

    private async Task WritePartAsync(bool isLast, CancellationToken cancellationToken)
    {
        var part = _sealed.AsMemory(0, _count + PartCipher.TagSize);
        _cipher.Encrypt(_content.AsSpan(0, _count), isLast, part.Span);
        _count = 0;
        await _target.WriteAsync(part, cancellationToken).ConfigureAwait(false);
    }
}
