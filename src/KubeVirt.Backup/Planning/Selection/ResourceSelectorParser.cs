namespace KubeVirt.Backup.Planning;

/// <summary>Reads the text form of a selector of objects.</summary>
internal static class ResourceSelectorParser
{
    private const string Expected =
        "'kinds=', 'namespaces=', 'names=' or 'labels=', each once and divided by ';', or '*'";

    private static readonly string[] Keys = ["kinds", "namespaces", "names", "labels"];

    /// <summary>Reads the parts one after the other.</summary>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static ResourceSelector Parse(string text)
    {
        var selector = ResourceSelector.Everything;
        if (text.Trim() == "*")
            return selector;

        var parts = new SelectorText(text, Keys, Expected);
        foreach (var (key, start, end) in parts.Parts())
        {
            selector = key switch
            {
                "kinds" => selector with
                {
                    Kinds =
                    [
                        .. parts
                            .Items(start, end)
                            .Select(item => parts.At(item.At, () => KindPattern.Parse(item.Text))),
                    ],
                },
                "namespaces" => selector with { Namespaces = parts.Patterns(start, end, IsPattern) },
                "names" => selector with { Names = parts.Patterns(start, end, IsPattern) },
                _ => selector with { Labels = parts.At(start, () => LabelSelector.Parse(text[start..end])) },
            };
        }

        return selector;
    }

    /// <summary>Whether a name or a wildcard can have a character. Some names of roles have a colon.</summary>
    private static bool IsPattern(char c) =>
        char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '*' or '?' or ':';
}
