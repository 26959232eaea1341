namespace KubeVirt.Backup.Planning;

/// <summary>A selector does not parse. The message has the place and what was expected there.</summary>
public sealed class SelectorException : FormatException
{
    /// <summary>Makes a message of a text, a place in it and what was expected there.</summary>
    /// <param name="text">The whole selector.</param>
    /// <param name="position">
    /// Index of the first character that is wrong, from 0; the length of the text where it ends too early.
    /// </param>
    /// <param name="expected">What should stand there.</param>
    public SelectorException(string text, int position, string expected)
        : base($"'{text}' does not parse: expected {expected} at position {position}{Found(text, position)}.")
    {
        Selector = text;
        Position = position;
        Expected = expected;
    }

    /// <summary>The whole selector.</summary>
    public string Selector { get; }

    /// <summary>
    /// Index of the first character that is wrong, from 0; the length of the text where it ends too early.
    /// </summary>
    public int Position { get; }

    /// <summary>What should stand there.</summary>
    public string Expected { get; }

    private static string Found(string? text, int position) =>
        text is null || position >= text.Length ? ", but the text ends" : $", found '{text[position]}'";
}
