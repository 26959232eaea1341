using System.Numerics;

namespace KubeVirt.Backup.Planning;

/// <summary>Sizes of disks, both ends included.</summary>
/// <param name="Least">The smallest size in bytes; <see langword="null"/> for any.</param>
/// <param name="Most">The largest size in bytes; <see langword="null"/> for any.</param>
public readonly record struct DiskSizeRange(long? Least, long? Most)
{
    private const string Dots = "..";

    /// <summary>Whether a size is in the range. One that is not known is in none.</summary>
    /// <param name="bytes">The size in bytes.</param>
    public bool Contains(long? bytes) => bytes is { } size && !(size < Least) && !(size > Most);

    /// <summary>The form that a selector has, such as <c>1Gi..10Gi</c>, <c>100Gi..</c> or <c>..500Mi</c>.</summary>
    public override string ToString() => $"{Text(Least)}{Dots}{Text(Most)}";

    /// <summary>Reads a range; <see langword="null"/> where the text is none.</summary>
    internal static DiskSizeRange? Read(string text)
    {
        var dots = text.IndexOf(Dots, StringComparison.Ordinal);
        if (dots < 0)
            return null;

        var (least, most) = (text[..dots].Trim(), text[(dots + Dots.Length)..].Trim());
        if (least.Length + most.Length == 0)
            return null;
        if (!TryRead(least, out var from) || !TryRead(most, out var to) || from > to)
            return null;

        return new DiskSizeRange(from, to);
    }

    private static bool TryRead(string text, out long? bytes)
    {
        bytes = null;
        if (text.Length == 0)
            return true;
        if (Quantity.Bytes(text) is not { } size || size > long.MaxValue)
            return false;

        bytes = (long)size;
        return true;
    }

    private static string Text(long? bytes) => bytes is { } size ? Quantity.Format(new BigInteger(size)) : "";
}
