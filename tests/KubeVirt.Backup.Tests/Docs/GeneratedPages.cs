using Shouldly;

namespace KubeVirt.Backup.Docs;

/// <summary>Pages that are written from tables of the library, and kept equal to them.</summary>
internal static class GeneratedPages
{
    private const string Update = "KUBEVIRT_BACKUP_UPDATE_DOCS";
    private const string Marker = "<!-- The list below is generated, and so are its pages. -->\n";

    /// <summary>
    /// Compares a folder with the pages that it should hold, or writes them: an index, whose list stands below what is
    /// written by hand, and a page for each of the others.
    /// </summary>
    /// <param name="folder">Where they are, below docs/reference.</param>
    /// <param name="head">The head of the list: the names of two columns.</param>
    /// <param name="pages">The pages by file, each with its title, what the list says of it, and its text.</param>
    public static void Compare(
        string folder,
        string head,
        IReadOnlyDictionary<string, (string Title, string About, string Text)> pages
    )
    {
        var index = Read(folder, "index.md");
        var byHand = index[..(index.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)];
        var rows = pages.Select(page => $"| [{page.Value.Title}]({page.Key}) | {page.Value.About} |\n");
        var expected = pages.ToDictionary(page => page.Key, page => $"# {page.Value.Title}\n\n{page.Value.Text}");
        expected["index.md"] = $"{byHand}\n| {head} |\n|---|---|\n{string.Concat(rows)}";
        if (Environment.GetEnvironmentVariable(Update) == "1")
            Write(folder, expected);

        foreach (var (file, text) in expected)
            Read(folder, file)
                .ShouldBe(
                    text,
                    $"docs/reference/{folder}/{file} lags behind the tables. Set {Update}=1, run this test again and commit it."
                );
        Directory
            .EnumerateFiles(PathOf(folder, ""), "*.md")
            .Select(Path.GetFileName)
            .ShouldBeSubsetOf(expected.Keys, $"docs/reference/{folder} has a page that no table gives.");
    }

    private static void Write(string folder, Dictionary<string, string> pages)
    {
        foreach (var old in Directory.EnumerateFiles(PathOf(folder, ""), "*.md"))
            File.Delete(old);
        foreach (var (file, text) in pages)
            File.WriteAllText(PathOf(folder, file), text);
    }

    private static string Read(string folder, string file) =>
        File.Exists(PathOf(folder, file)) ? File.ReadAllText(PathOf(folder, file)) : "";

    private static string PathOf(string folder, string file) => Repository.PathOf("docs", "reference", folder, file);
}
