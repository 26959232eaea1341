using System.Text.RegularExpressions;
using Spectre.Console;

/// <summary>
/// Prints what the library says: in colours on a terminal, byte by byte as it is where the output is piped or NO_COLOR is
/// set.
/// </summary>
internal static partial class SampleConsole
{
    /// <summary>What of a line is coloured: the first of these that it holds.</summary>
    private static readonly (Regex Part, string Style)[] Styles =
    [
        (Title(), "bold"),
        (Error(), "red bold"),
        (Warning(), "yellow"),
        (Info(), "grey"),
        (Broken(), "red"),
        (Conditional(), "yellow"),
        (Complete(), "green"),
        (Added(), "green"),
        (Removed(), "red"),
        (Changed(), "yellow"),
        (Note(), "grey"),
    ];

    private static bool HasColours { get; } = UseColours();

    public static void WriteLine(object? line) => Write($"{line}{Environment.NewLine}");

    /// <summary>Prints a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">What it is: a document such as JSON gets no colours.</param>
    public static void Write(string text, string format = "text")
    {
        if (!HasColours || format is not ("text" or "diff"))
        {
            Console.Out.Write(text);
            return;
        }

        var isFirst = true;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (!isFirst)
                AnsiConsole.WriteLine();
            isFirst = false;
            AnsiConsole.Markup(Colour(line));
        }
    }

    private static string Colour(string line)
    {
        foreach (var (part, style) in Styles)
        {
            if (part.Match(line) is not { Success: true, Groups: [_, var found] })
                continue;

            var before = Markup.Escape(line[..found.Index]);
            var after = Markup.Escape(line[(found.Index + found.Length)..]);
            return $"{before}[{style}]{Markup.Escape(found.Value)}[/]{after}";
        }

        return Markup.Escape(line);
    }

    private static bool UseColours()
    {
        var profile = AnsiConsole.Profile;
        // A line is the terminal's to wrap: what is copied from it stays one line.
        profile.Width = int.MaxValue;

        return profile.Out.IsTerminal && profile.Capabilities.ColorSystem != ColorSystem.NoColors;
    }

    [GeneratedRegex(@"^(\p{Lu}[^:]* \(\d+\)$|== .* ==$)")]
    private static partial Regex Title();

    [GeneratedRegex(@"^\s*(error) KVB\d{4}\b")]
    private static partial Regex Error();

    [GeneratedRegex(@"^\s*(warning) KVB\d{4}\b")]
    private static partial Regex Warning();

    [GeneratedRegex(@"^\s*(info) KVB\d{4}\b")]
    private static partial Regex Info();

    [GeneratedRegex(@": (broken|crash-consistent|Failed)\b")]
    private static partial Regex Broken();

    [GeneratedRegex(@": (conditional|unknown)\b")]
    private static partial Regex Conditional();

    [GeneratedRegex(@": (complete|filesystem-consistent|offline)\b")]
    private static partial Regex Complete();

    [GeneratedRegex(@"^\s*(\+ .*)")]
    private static partial Regex Added();

    [GeneratedRegex(@"^\s*(- .*)")]
    private static partial Regex Removed();

    [GeneratedRegex(@"^\s*(~ .*)")]
    private static partial Regex Changed();

    [GeneratedRegex(@"(\((?:environment|runtime|action|derived|marker)\b.*\))$")]
    private static partial Regex Note();
}
