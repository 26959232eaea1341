using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Encrypts the parts of one archive, or decrypts them, one after the other. The number of a part and whether it is the last
/// one are in its nonce, so that no part can be left out, moved, repeated or added.
/// </summary>
/// <remarks>
/// Source: the STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its
/// Nonce-Reuse Misuse-Resistance", 2015; AES-256-GCM, NIST SP 800-38D.
/// </remarks>
internal sealed class PartCipher : IDisposable
{
    /// <summary>How many bytes the key of an archive has.</summary>
    public const int KeySize = 32;

    /// <summary>How many bytes each part holds, but for the last one, which may hold fewer.</summary>
    public const int PartSize = 1 << 16;

    /// <summary>How many bytes a part is longer when it is encrypted.</summary>
    public const int TagSize = 16;

    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[12];

    /// <summary>Begins with the first part.</summary>
    /// <param name="key">The key of the archive, which is erased.</param>
    /// <exception cref="PlatformNotSupportedException">There is no AES-GCM here.</exception>
    public PartCipher(Span<byte> key)
    {
        Demand(AesGcm.IsSupported);
        _aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>How many parts there were.</summary>
    public ulong Count { get; private set; }

    /// <summary>Stops where the platform has no AES-GCM, before a byte is written.</summary>
    /// <exception cref="PlatformNotSupportedException">It has none.</exception>
    public static void Demand(bool hasAesGcm)
    {
        if (!hasAesGcm)
        {
            throw new PlatformNotSupportedException(
                "This platform has no AES-GCM, so archives can neither be encrypted nor decrypted on it. Use another one."
            );
        }
    }

    /// <summary>Encrypts the next part.</summary>
    /// <param name="content">The part.</param>
    /// <param name="isLast">Whether no other one follows.</param>
    /// <param name="sealedPart">Takes the bytes, <see cref="TagSize"/> more than the part has.</param>
    public void Encrypt(ReadOnlySpan<byte> content, bool isLast, Span<byte> sealedPart)
    {
        Next(isLast);
        _aes.Encrypt(_nonce, content, sealedPart[..content.Length], sealedPart[content.Length..]);
    }

    /// <summary>
    /// Decrypts the next part; <see langword="false"/>, and nothing is known, where it is not what was written there.
    /// </summary>
    public bool TryDecrypt(ReadOnlySpan<byte> sealedPart, bool isLast, Span<byte> content)
    {
        Next(isLast);
        if (sealedPart.Length < TagSize)
            return false;

        try
        {
            _aes.Decrypt(_nonce, sealedPart[..^TagSize], sealedPart[^TagSize..], content);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _aes.Dispose();

    /// <summary>Sets the nonce of the next part: 3 zeros, its number, and whether it is the last one.</summary>
    private void Next(bool isLast)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(3), Count++);
        _nonce[^1] = isLast ? (byte)1 : (byte)0;
    }
}
