using System.CommandLine;
using KubeVirt.Backup.Manifests;

/// <summary>The option by which archives are encrypted, and read again: a file with a key.</summary>
internal static class KeyArguments
{
    public static Option<string?> Key(string description) =>
        new("--key") { HelpName = "FILE", Description = $"{description} The file holds 32 random bytes in base64." };

    /// <summary>The key of a file, under the file's name; <see langword="null"/> where none is given.</summary>
    public static ArchiveKey? Read(string? file)
    {
        if (file is null)
            return null;

        var bytes = new byte[ArchiveKey.Size];
        var isKey = Convert.TryFromBase64String(File.ReadAllText(file).Trim(), bytes, out var length);
        if (!isKey || length != ArchiveKey.Size)
            throw new FormatException($"{file} holds no key: it must be {ArchiveKey.Size} bytes in base64.");

        return new ArchiveKey(Path.GetFileNameWithoutExtension(file), bytes);
    }

    /// <summary>How archives are read with a key: with no other, and only such as are encrypted.</summary>
    public static ManifestOptions Reading(ArchiveKey? key) =>
        key is null
            ? new ManifestOptions()
            : new ManifestOptions { ArchiveKeys = ArchiveKeys.Of(key), RequiresEncryption = true };
}
