using System.Security.Cryptography;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Decrypts an archive part by part. Of each part nothing is returned before all of it was authenticated; what is wrong is
/// an exception.
/// </summary>
internal sealed class DecryptingStream : ForwardStream
{
    private readonly Stream _source;
    private readonly PartCipher _cipher;
    private readonly string _archive;

    // A part, and the first byte of the next one: whether there is one is known only by reading it.
    private readonly byte[] _sealed = new byte[PartCipher.PartSize + PartCipher.TagSize + 1];
    private readonly byte[] _content = new byte[PartCipher.PartSize];
    private int _ahead;
    private Memory<byte> _unread;
    private bool _isAtEnd;

    private DecryptingStream(Stream source, PartCipher cipher, string archive)
    {
        _source = source;
        _cipher = cipher;
        _archive = archive;
    }

    /// <summary>Reads the header, and asks the caller for its key.</summary>
    /// <param name="source">The encrypted archive. Disposed with this stream.</param>
    /// <param name="archive">What messages call it.</param>
    /// <param name="keys">The caller's keys, if there are any.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">There is no such key, it is another one, or the header was changed.</exception>
    public static async Task<DecryptingStream> OpenAsync(
        Stream source,
        string archive,
        ArchiveKeys? keys,
        CancellationToken cancellationToken
    )
    {
        var header = await EncryptedHeader.ReadAsync(source, archive, cancellationToken).ConfigureAwait(false);
        var id = ArchiveText.Quote(header.KeyId);
        if (keys is null)
        {
            throw new ArchiveException(
                $"{archive}: the archive is encrypted with the key {id}. Give that key as ManifestOptions.ArchiveKeys."
            );
        }

        var key = await keys.FindAsync(header.KeyId, cancellationToken).ConfigureAwait(false)
            ?? throw new ArchiveException(
                $"{archive}: the archive is encrypted with the key {id}, and there is no such key. Bring it, or name another archive."
            );
        var cipher = header.Open(key)
            ?? throw new ArchiveException(
                $"{archive}: the key {id} is not the one that the archive was encrypted with, or the archive's start was "
                    + "changed. Bring the right key, or fetch the archive again from its origin."
            );

        return new DecryptingStream(source, cipher, archive);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>Returns what is left of a part, or what the next one holds; 0 where the last one was read.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_unread.IsEmpty && !_isAtEnd)
            await ReadPartAsync(cancellationToken).ConfigureAwait(false);

        var length = Math.Min(buffer.Length, _unread.Length);
        _unread[..length].CopyTo(buffer);
        _unread = _unread[length..];

        return length;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_content);
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Reads and decrypts one part. It is the last one where no byte follows it; one that only looks so was not written as
    /// the last one, and does not open.
    /// </summary>
    /// <exception cref="ArchiveException">The part is not what was written there.</exception>
    private async Task ReadPartAsync(CancellationToken cancellationToken)
    {
        var free = _sealed.AsMemory(_ahead);
        var read = await _source
            .ReadAtLeastAsync(free, free.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        var count = _ahead + read;
        _isAtEnd = count < _sealed.Length;
        var part = _sealed.AsMemory(0, _isAtEnd ? count : count - 1);
        var content = _content.AsMemory(0, Math.Max(0, part.Length - PartCipher.TagSize));
        if (!_cipher.TryDecrypt(part.Span, _isAtEnd, content.Span))
        {
            throw new ArchiveException(
                $"{_archive}: the archive is not as it was written: part {_cipher.Count} was changed, moved or repeated, or "
                    + $"what follows was cut off or added. {ArchiveText.DoNotTrust}"
            );
        }

        _unread = content;
        _sealed[0] = _sealed[^1];
        _ahead = _isAtEnd ? 0 : 1;
    }
}
