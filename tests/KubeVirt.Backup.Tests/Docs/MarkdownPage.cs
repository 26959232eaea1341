using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Docs;

/// <summary>One page of the documentation, as a reader meets it: its words, its headings and its links.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string _prose;

    public MarkdownPage(string path, string text)
    {
        Path = path;
        Words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var withoutBlocks = Fence().Replace(text, "");
        _prose = InlineCode().Replace(withoutBlocks, "");
        Anchors = Heading().Matches(withoutBlocks).Select(match => AnchorOf(match.Groups["text"].Value)).ToHashSet();
    }

    /// <summary>Where it is, from the root of the repository on, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>How many words it has, as <c>wc -w</c> counts them.</summary>
    public int Words { get; }

    /// <summary>What stands behind the <c>#</c> of a link to one of its headings.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The links that lead to something in the repository, as they are written.</summary>
    public IEnumerable<string> Links =>
        Link().Matches(_prose).Select(match => match.Groups["link"].Value).Where(link => !Scheme().IsMatch(link));

    /// <summary>Where a link leads, from the root of the repository on, and the heading in there, if any.</summary>
    public (string Path, string? Anchor) TargetOf(string link)
    {
        var (file, anchor) = link.IndexOf('#') is >= 0 and var at ? (link[..at], link[(at + 1)..]) : (link, null);
        if (file.Length == 0)
            return (Path, anchor);

        var folder = System.IO.Path.GetDirectoryName(Repository.PathOf(Path))!;
        var target = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, file));

        return (System.IO.Path.GetRelativePath(Repository.Root, target).Replace('\\', '/'), anchor);
    }

    /// <summary>The pages that are written for readers, in ordinal order.</summary>
    public static IReadOnlyList<MarkdownPage> ReadAll() =>
        [
            .. Directory
                .EnumerateFiles(Repository.Root, "*.md")
                .Concat(Files("docs"))
                .Concat(Files("src"))
                .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
                .Select(path => new MarkdownPage(path, File.ReadAllText(Repository.PathOf(path)))),
        ];

    /// <summary>What makes an anchor of a heading: small letters, hyphens for spaces, no other signs.</summary>
    private static string AnchorOf(string heading) =>
        Sign().Replace(heading.Trim(), "").Replace(' ', '-').ToLowerInvariant();

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories);

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<link>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();
}
