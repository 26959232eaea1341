using System.Text;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Returns one string for equal texts that are read soon after each other. Objects that stand side by side repeat their
/// namespaces, classes, kinds and versions.
/// </summary>
/// <remarks>
/// Of fixed size: two texts with the same hash push each other out, and the only loss is one more string. Not safe to
/// share between threads.
/// </remarks>
internal sealed class StringCache
{
    private const int MaxLength = 64;
    private const int Slots = 256;
    private readonly string?[] _strings = new string?[Slots];

    /// <summary>The string of a text in UTF-8.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength)
            return Encoding.UTF8.GetString(utf8);

        ref var cached = ref _strings[SlotOf(utf8)];
        if (cached is null || !Ascii.Equals(utf8, cached))
            cached = Encoding.UTF8.GetString(utf8);

        return cached;
    }

    /// <summary>The slot of a text, by a hash over all its bytes.</summary>
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        var hash = utf8.Length;
        foreach (var b in utf8)
            hash = (hash * 31) + b;

        return (byte)(hash ^ (hash >> 8));
    }
}
