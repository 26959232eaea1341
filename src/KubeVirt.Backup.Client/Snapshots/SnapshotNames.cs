using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>Names the VolumeSnapshots of claims.</summary>
internal static class SnapshotNames
{
    /// <summary>The longest name of a VolumeSnapshot.</summary>
    private const int MaxName = 253;
    private const int HashLength = 16;

    /// <summary>
    /// The name of a claim's snapshot, the same at each run. One that would be too long ends in a hash of the claim's
    /// name instead.
    /// </summary>
    public static string NameFor(string prefix, string claim)
    {
        var name = $"{prefix}-{claim}";
        if (name.Length <= MaxName)
            return name;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(claim)))[..HashLength];
        return $"{name[..(MaxName - HashLength - 1)].TrimEnd('.', '-')}-{hash}";
    }
}
