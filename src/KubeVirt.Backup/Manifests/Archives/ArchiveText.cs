namespace KubeVirt.Backup.Manifests;

/// <summary>Sentences that several messages about archives share.</summary>
internal static class ArchiveText
{
    public const string DoNotTrust = "Do not trust this archive. Fetch it again from its origin.";
    public const string FetchAgain = "Fetch it again.";

    private const int MaxLength = 200;

    /// <summary>
    /// A name from an archive in quotes, without characters that do not print, and shortened: somebody may have made it to confuse
    /// a terminal.
    /// </summary>
    public static string Quote(string name)
    {
        var text = string.Create(Math.Min(name.Length, MaxLength), name, static (chars, name) =>
        {
            for (var i = 0; i < chars.Length; i++)
                chars[i] = PrintableText.IsPrintable(name[i]) ? name[i] : '?';
        });

        return name.Length > MaxLength ? $"'{text}...'" : $"'{text}'";
    }

    /// <summary>What to do about an archive that exceeds a limit.</summary>
    /// <param name="limit">The property of <see cref="ArchiveLimits"/>.</param>
    public static string Raise(string limit) => $"Raise ArchiveLimits.{limit} if you trust it.";
}
