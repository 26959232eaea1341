using System.Text;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Keeps some of the texts that were read last, as objects that stand side by side repeat each other: namespaces,
/// classes, kinds and versions.
/// </summary>
internal sealed class RecentTexts
{
    private const int MaxLength = 64;
    private readonly string?[] _texts = new string?[256];

    /// <summary>The text that these bytes are.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength)
            return Encoding.UTF8.GetString(utf8);
        ref var recent = ref _texts[PlaceOf(utf8)];
        if (recent is null || !Ascii.Equals(utf8, recent))
            recent = Encoding.UTF8.GetString(utf8);
        return recent;
    }

    // Two that meet in one place push each other out, no more.
    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var place = utf8.Length;
        foreach (var b in utf8)
            place = (place * 31) + b;
        return (byte)(place ^ (place >> 8));
    }
}
