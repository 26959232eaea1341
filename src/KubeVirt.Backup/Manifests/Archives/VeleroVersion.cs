using System.Text;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Manifests;

/// <summary>The version of an archive's layout, which the entry <c>metadata/version</c> holds.</summary>
/// <remarks>
/// Source: velero pkg/backup/backup.go (BackupFormatVersion, writeBackupVersion) and its page "Output file format":
/// version 1 has no folders for API versions, version 1.1 has. A later one may keep objects where this library does not
/// look.
/// </remarks>
internal static partial class VeleroVersion
{
    /// <summary>The version that is written, and the latest that can be read.</summary>
    public const string Current = "1.1.0";

    /// <summary>Checks the content of the entry.</summary>
    /// <exception cref="ArchiveException">
    /// The version is later than <see cref="Current"/>, or the content is no version.
    /// </exception>
    public static void Check(ReadOnlySpan<byte> content, string archive)
    {
        var text = Encoding.UTF8.GetString(content).Trim();
        if (!Form().IsMatch(text))
        {
            throw new ArchiveException(
                $"{archive}: {VeleroPath.VersionFile} holds {ArchiveText.Quote(text)}, which is no format version. "
                    + $"Name an archive that Velero wrote, of version 1 to {Current}."
            );
        }

        var version = Version.Parse(text.Contains('.') ? text : text + ".0");
        if (version.Major != 1 || version.Minor > 1)
        {
            throw new ArchiveException(
                $"{archive}: the format version is {text}, and only 1 to {Current} can be read. "
                    + "Read it with a later version of this library."
            );
        }
    }

    [GeneratedRegex(@"\A\d{1,9}(\.\d{1,9}){0,2}\z")]
    private static partial Regex Form();
}
