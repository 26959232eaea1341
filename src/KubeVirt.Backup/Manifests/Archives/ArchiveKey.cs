using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A key that archives are encrypted with, and its name, by which a reader finds it again. The key is the caller's: it is
/// never written, and no text shows it.
/// </summary>
/// <remarks>Immutable, and compared by reference alone.</remarks>
/// <example>
/// <code language="csharp">
/// var key = new ArchiveKey("vault/backup-2026", System.Security.Cryptography.RandomNumberGenerator.GetBytes(ArchiveKey.Size));
/// </code>
/// </example>
public sealed class ArchiveKey
{
    /// <summary>How many bytes a key has.</summary>
    public const int Size = 32;

    /// <summary>How many characters an id may have.</summary>
    public const int MaxIdLength = 255;

    private readonly byte[] _bytes;

    /// <summary>Makes a key.</summary>
    /// <param name="id">
    /// What it is called, such as its name in a vault. It stands in the clear at the begin of each archive.
    /// </param>
    /// <param name="bytes">
    /// <see cref="Size"/> random bytes, which are copied. A password is none: derive a key from it first, such as by
    /// <see cref="Rfc2898DeriveBytes"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The id is empty, longer than <see cref="MaxIdLength"/> or not of printable ASCII without blanks, or the key has
    /// another size.
    /// </exception>
    public ArchiveKey(string id, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!IsId(id))
        {
            throw new ArgumentException(
                $"The id of a key has 1 to {MaxIdLength} characters of printable ASCII, and no blank.",
                nameof(id)
            );
        }

        if (bytes.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes, and this one has {bytes.Length}.", nameof(bytes));

        Id = id;
        _bytes = bytes.ToArray();
    }

    /// <summary>What it is called.</summary>
    public string Id { get; }

    /// <summary>The key itself.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The id alone.</summary>
    public override string ToString() => Id;

    /// <summary>Whether a text can be the id of a key.</summary>
    internal static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdLength && Ascii.IsValid(text) && !text.Any(c => c is <= ' ' or '\x7f');
}
