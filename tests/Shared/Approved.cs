using Shouldly;

namespace KubeVirt.Backup;

/// <summary>Texts that somebody has read and found right.</summary>
internal static class Approved
{
    /// <summary>
    /// Compares with an approved text; where it differs, what came out is put beside it, to be read and renamed.
    /// </summary>
    public static void Compare(string text, string approved)
    {
        Canary.ShouldNotBeIn(text, approved);
        var extension = Path.GetExtension(approved);
        var received = Path.ChangeExtension(approved, null).Replace(".approved", "", StringComparison.Ordinal);
        received += $".received{extension}";
        File.Delete(received);
        var expected = File.Exists(approved) ? File.ReadAllText(approved) : "";
        if (expected == text)
            return;

        File.WriteAllText(received, text);
        text.ShouldBe(expected, $"If {received} is right, rename it to {Path.GetFileName(approved)}.");
    }
}
