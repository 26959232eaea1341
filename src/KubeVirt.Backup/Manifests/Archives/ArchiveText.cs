namespace KubeVirt.Backup.Manifests;

/// <summary>What messages about archives have in common.</summary>
internal static class ArchiveText
{
    public const string DoNotTrust = "Do not trust this archive; fetch it from its origin.";
    public const string FetchAgain = "Fetch it again.";

    private const int MaxLength = 200;

    /// <summary>A name out of an archive, which may be long or made to confuse a terminal.</summary>
    public static string Quote(string name)
    {
        var text = string.Create(Math.Min(name.Length, MaxLength), name, static (chars, name) =>
        {
            for (var i = 0; i < chars.Length; i++)
                chars[i] = char.IsControl(name[i]) || name[i] is '\u2028' or '\u2029' ? '?' : name[i];
        });
        return name.Length > MaxLength ? $"'{text}...'" : $"'{text}'";
    }

    public static string Raise(string limit) => $"Raise ArchiveLimits.{limit} if you trust it.";
}
