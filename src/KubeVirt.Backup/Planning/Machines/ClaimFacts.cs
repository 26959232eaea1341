using System.Numerics;
using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>What a PersistentVolumeClaim says of its volume.</summary>
internal static class ClaimFacts
{
    private static readonly string[] Sizes = ["/status/capacity/storage", "/spec/resources/requests/storage"];

    /// <summary>
    /// Its size in bytes, the larger of what it has and what it asks for; <see langword="null"/> where neither is known.
    /// </summary>
    public static long? BytesOf(Resource claim)
    {
        var sizes = Sizes.Select(claim.At).Select(QuantityOf).OfType<BigInteger>().ToList();
        if (sizes.Count == 0)
            return null;

        var largest = sizes.Max();
        return largest <= long.MaxValue ? (long)largest : null;
    }

    /// <summary>The name of its StorageClass; <see langword="null"/> where it names none.</summary>
    public static string? ClassOf(Resource claim) => claim.StringAt("/spec/storageClassName");

    /// <summary>A quantity can be written as a text or as a number.</summary>
    private static BigInteger? QuantityOf(JsonElement? element) =>
        element switch
        {
            { ValueKind: JsonValueKind.String } text => Quantity.Bytes(text.GetString()!),
            { ValueKind: JsonValueKind.Number } number => Quantity.Bytes(number.GetRawText()),
            _ => null,
        };
}
