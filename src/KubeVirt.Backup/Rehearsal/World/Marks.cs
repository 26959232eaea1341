using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Marks that stand for what only a server decides: UIDs and generated letters. They are told apart from the text of
/// manifests by brackets that no name may hold, and replaced by words when the rehearsal is told.
/// </summary>
internal static partial class Marks
{
    private const string Format = "D";

    /// <summary>Stands for the UID of the object of a number.</summary>
    public static string Uid(int number) => $"\u27E6{number.ToString(Format, CultureInfo.InvariantCulture)}\u27E7";

    /// <summary>Stands for letters that a server would generate.</summary>
    public static string Letters(int number) => $"\u27EA{number.ToString(Format, CultureInfo.InvariantCulture)}\u27EB";

    /// <summary>Replaces each mark. Letters of a name that was refused are letters all the same.</summary>
    public static string Replace(string text, IReadOnlyDictionary<string, string> words) =>
        Mark().Replace(text, match => words.GetValueOrDefault(match.Value, "*"));

    /// <summary>Whether a text holds generated letters at its end.</summary>
    public static bool EndsGenerated(string name) => name.EndsWith('\u27EB');

    /// <summary>The name before the generated letters.</summary>
    public static string Stem(string name) => name[..name.LastIndexOf('\u27EA')];

    [GeneratedRegex("\u27E6\\d+\u27E7|\u27EA\\d+\u27EB")]
    private static partial Regex Mark();
}
