using System.Numerics;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>How much of one resource of a quota an object needs.</summary>
/// <param name="Name">The name of the resource in a ResourceQuota, such as <c>requests.storage</c>.</param>
/// <param name="Amount">Bytes of storage, or a number of objects.</param>
internal readonly record struct QuotaAmount(string Name, BigInteger Amount);
