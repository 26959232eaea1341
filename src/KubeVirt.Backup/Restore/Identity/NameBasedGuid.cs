using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Restore;

/// <summary>UUIDs of version 5 (RFC 9562): the same name in the same namespace gives the same UUID.</summary>
internal static class NameBasedGuid
{
#pragma warning disable CA5350 // Version 5 is defined by SHA-1; nothing is protected by it.
    public static Guid Create(Guid space, string name)
    {
        var hash = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);

        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
