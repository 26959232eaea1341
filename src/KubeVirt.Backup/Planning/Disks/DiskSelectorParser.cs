namespace KubeVirt.Backup.Planning;

/// <summary>Reads the text form of a selector of disks.</summary>
internal static class DiskSelectorParser
{
    private const string Expected =
        "the name of a disk, or 'machines=', 'names=', 'claims=', 'classes=', 'size=', 'is=' or 'labels=', "
        + "each once and divided by ';', or '*'";

    private static readonly string[] Keys = ["machines", "names", "claims", "classes", "size", "is", "labels"];

    /// <summary>Reads the parts one after the other.</summary>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static DiskSelector Parse(string text)
    {
        var selector = DiskSelector.Everything;
        if (text.Trim() == "*")
            return selector;
        if (IsNameAlone(text))
            return selector with { Names = [text.Trim()] };

        var parts = new SelectorText(text, Keys, Expected);
        foreach (var (key, start, end) in parts.Parts())
            selector = Add(selector, text, parts, key, start, end);

        return selector;
    }

    private static DiskSelector Add(
        DiskSelector selector,
        string text,
        SelectorText parts,
        string key,
        int start,
        int end
    ) =>
        key switch
        {
            "machines" => selector with { Machines = parts.Patterns(start, end, IsMachine) },
            "names" => selector with { Names = parts.Patterns(start, end, IsPattern) },
            "claims" => selector with { Claims = parts.Patterns(start, end, IsPattern) },
            "classes" => selector with { Classes = parts.Patterns(start, end, IsPattern) },
            "size" => selector with { Size = SizeOf(text, start, end) },
            "is" => selector with { Is = TraitsOf(text, parts, start, end) },
            _ => selector with { Labels = parts.At(start, () => LabelSelector.Parse(text[start..end])) },
        };

    private static DiskSizeRange SizeOf(string text, int start, int end) =>
        DiskSizeRange.Read(text[start..end].Trim())
        ?? throw new SelectorException(text, start, "a range of sizes, such as '1Gi..10Gi', '100Gi..' or '..500Mi'");

    private static IReadOnlyList<string> TraitsOf(string text, SelectorText parts, int start, int end)
    {
        var traits = parts
            .Items(start, end)
            .Select(item =>
                DiskTraits.Spell(item.Text)
                ?? throw new SelectorException(text, item.At, $"one of {string.Join(", ", DiskTraits.All)}")
            );

        return [.. traits];
    }

    private static bool IsNameAlone(string text) => text.Trim() is { Length: > 0 } name && name.All(IsPattern);

    private static bool IsPattern(char c) =>
        char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '*' or '?';

    private static bool IsMachine(char c) => IsPattern(c) || c == '/';
}
