using System.Numerics;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>How one resource of a quota stands.</summary>
/// <param name="Needed">How much the restore needs: bytes, or objects.</param>
/// <param name="Used">How much is in use already.</param>
/// <param name="Hard">How much the quota allows.</param>
internal readonly record struct QuotaUse(BigInteger Needed, BigInteger Used, BigInteger Hard)
{
    /// <summary>Whether the restore does not fit.</summary>
    public bool IsExceeded => Used + Needed > Hard;
}
