using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// What stands in the clear before the parts of an encrypted archive: a mark, the version of the format, the id of the key,
/// a salt, and a proof of the key.
/// </summary>
/// <remarks>
/// The salt gives each archive a key of its own, so that no two parts of any archives share key and nonce. The proof is
/// derived from all that stands before it: it tells another key from changed data, and no archive opens with two keys.
/// Source: RFC 5869 (HKDF).
/// </remarks>
internal sealed class EncryptedHeader
{
    /// <summary>How many random bytes make the key of an archive differ from that of any other.</summary>
    public const int SaltSize = 32;

    // The first byte begins no UTF-8, so that neither YAML nor JSON begins like that.
    private static readonly byte[] Mark = [0x89, .. "KVBENC\n"u8];
    private const byte Version = 1;
    private const int ProofSize = 32;

    // The proof's place; all before it goes into the derivation.
    private readonly int _start;

    private EncryptedHeader(byte[] bytes)
    {
        Bytes = bytes;
        _start = bytes.Length - ProofSize;
        KeyId = Encoding.ASCII.GetString(bytes, Mark.Length + 2, bytes[Mark.Length + 1]);
    }

    /// <summary>The whole header.</summary>
    public byte[] Bytes { get; }

    /// <summary>The id of the key. Whoever wrote the file chose it.</summary>
    public string KeyId { get; }

    private ReadOnlySpan<byte> Salt => Bytes.AsSpan(_start - SaltSize, SaltSize);

    private ReadOnlySpan<byte> Proof => Bytes.AsSpan(_start);

    /// <summary>Whether a file begins like an encrypted archive.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> start) => start.StartsWith(Mark);

    /// <summary>Makes the header of a new archive, and the cipher of its parts.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="salt"><see cref="SaltSize"/> bytes that no other archive has.</param>
    public static (EncryptedHeader Header, PartCipher Cipher) Create(ArchiveKey key, ReadOnlySpan<byte> salt)
    {
        var id = Encoding.ASCII.GetBytes(key.Id);
        byte[] start = [.. Mark, Version, (byte)id.Length, .. id, .. salt];
        var header = new EncryptedHeader([.. start, .. new byte[ProofSize]]);
        var derived = header.Derive(key);
        derived.AsSpan(PartCipher.KeySize).CopyTo(header.Bytes.AsSpan(header._start));

        return (header, new PartCipher(derived.AsSpan(0, PartCipher.KeySize)));
    }

    /// <summary>Reads a header from the begin of a stream.</summary>
    /// <exception cref="ArchiveException">It breaks off, or is of another version.</exception>
    public static async Task<EncryptedHeader> ReadAsync(
        Stream stream,
        string archive,
        CancellationToken cancellationToken
    )
    {
        var fixedPart = new byte[Mark.Length + 2];
        await FillAsync(fixedPart).ConfigureAwait(false);
        if (fixedPart[Mark.Length] is not Version and var version)
        {
            throw new ArchiveException(
                $"{archive}: the archive is encrypted in format {version}, and only {Version} can be read. "
                    + "Read it with a later version of this library."
            );
        }

        var rest = new byte[fixedPart[Mark.Length + 1] + SaltSize + ProofSize];
        await FillAsync(rest).ConfigureAwait(false);
        var header = new EncryptedHeader([.. fixedPart, .. rest]);
        if (!ArchiveKey.IsId(header.KeyId))
        {
            throw new ArchiveException(
                $"{archive}: the archive is encrypted, and {ArchiveText.Quote(header.KeyId)} is no id of a key. "
                    + ArchiveText.DoNotTrust
            );
        }

        return header;

        async Task FillAsync(Memory<byte> part)
        {
            var count = await stream
                .ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (count < part.Length)
            {
                throw new ArchiveException(
                    $"{archive}: the encrypted archive breaks off at its start. {ArchiveText.FetchAgain}"
                );
            }
        }
    }

    /// <summary>The cipher of the archive's parts; <see langword="null"/> where the key is another one.</summary>
    public PartCipher? Open(ArchiveKey key)
    {
        var derived = Derive(key);
        var isProven = CryptographicOperations.FixedTimeEquals(derived.AsSpan(PartCipher.KeySize), Proof);

        return isProven ? new PartCipher(derived.AsSpan(0, PartCipher.KeySize)) : null;
    }

    /// <summary>The key of the parts, and the proof of it.</summary>
    private byte[] Derive(ArchiveKey key)
    {
        var derived = new byte[PartCipher.KeySize + ProofSize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Bytes, derived, Salt, Bytes.AsSpan(0, _start));

        return derived;
    }
}
