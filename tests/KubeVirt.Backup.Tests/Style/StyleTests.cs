using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Style;

/// <summary>
/// The form in which the library is written, measured, so that it stays: what fits a screen is read, and what is not
/// documented is guessed.
/// </summary>
public class StyleTests
{
    private const int MostColumns = 140;
    private const int MostLinesOfMethod = 40;
    private const int MostLinesOfFile = 400;
    private const double LeastDocumentation = 0.35;

    private static readonly List<SourceFile> Library = [.. Read(Path.Combine("src", "KubeVirt.Backup"))];
    private static readonly List<SourceFile> Client = [.. Read(Path.Combine("src", "KubeVirt.Backup.Client"))];

    private static readonly List<SourceFile> Testing = [.. Read(Path.Combine("src", "KubeVirt.Backup.Testing"))];
    private static readonly List<SourceFile> All = [.. Library, .. Client, .. Testing];

    public static TheoryData<string> Packages =>
        ["KubeVirt.Backup", "KubeVirt.Backup.Client", "KubeVirt.Backup.Testing"];

    [Fact]
    public void No_line_is_wider_than_a_screen() =>
        All.SelectMany(file => file.LinesAbove(MostColumns)).ShouldBeEmpty();

    [Fact]
    public void Methods_fit_a_screen() => All.SelectMany(file => file.MethodsAbove(MostLinesOfMethod)).ShouldBeEmpty();

    [Fact]
    public void No_file_is_long() =>
        new[] { "src", "tests", "benchmarks", "docs" }
            .SelectMany(Read)
            .Where(file => file.Lines.Count > MostLinesOfFile)
            .Select(file => file.Path)
            .ShouldBeEmpty();

    [Fact]
    public void No_documentation_holds_the_marks_of_another_comment() =>
        All.SelectMany(file => file.LinesWithMarksInside()).ShouldBeEmpty();

    [Fact]
    public void Most_files_are_small()
    {
        var lengths = All.Select(file => file.Lines.Count).Order().ToList();
        lengths[lengths.Count / 2].ShouldBeLessThanOrEqualTo(70);
        lengths[lengths.Count * 9 / 10].ShouldBeLessThanOrEqualTo(170);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_third_of_what_is_read_says_why(string package)
    {
        // The tables of packs say why in each row, and so do the rules of the rehearsal and the laws of contracts in what
        // they tell: reason, source and remedy are texts of theirs. The server of the test cluster repeats what the real
        // one answers, and names the sources of that.
        var files = FilesOf(package)
            .Where(file => !file.Path.Contains("/Platforms/Packs/", StringComparison.Ordinal))
            .Where(file => !file.Path.Contains("/Rehearsal/", StringComparison.Ordinal))
            .Where(file => !file.Path.EndsWith("Laws.cs", StringComparison.Ordinal))
            .Where(file => !file.Path.Contains(".Testing/Server/", StringComparison.Ordinal))
            .ToList();
        var ratio = (double)files.Sum(file => file.DocumentationLines) / files.Sum(file => file.CodeLines);
        ratio.ShouldBeGreaterThanOrEqualTo(LeastDocumentation);
    }

    // Who forgets to set a value must not have claimed anything.
    [Fact]
    public void The_zero_of_an_enum_is_never_good_news()
    {
        string[] good =
        [
            "Complete",
            "Ready",
            "Observed",
            "Created",
            "Adopted",
            "Populated",
            "Offline",
            "Succeeded",
            "Done",
        ];
        var zeros = All.SelectMany(file => file.ZerosOfEnums()).ToList();
        zeros.ShouldContain("Consistency.Unknown");
        zeros.Where(zero => good.Contains(zero.Split('.')[1], StringComparer.Ordinal)).ShouldBeEmpty();
    }

    // The default of an immutable array throws, and one way to spell a list is enough.
    [Theory]
    [InlineData("KubeVirt.Backup")]
    [InlineData("KubeVirt.Backup.Client")]
    public void Public_lists_are_read_only_lists(string package)
    {
        var api = File.ReadAllLines(Repository.PathOf("src", package, "PublicAPI.Unshipped.txt"));
        api.Length.ShouldBeGreaterThan(100);
        api.Where(line => line.Contains("System.Collections.Immutable", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_is_measured_as_it_is_read()
    {
        var file = new SourceFile(
            "A.cs",
            """
            /// <summary>Why.</summary>
            class A
            {
                // A decision.
                void M()
                {
                    var text = "a text that is long";

                    void Inner()
                    {
                    }
                }
            }
            """
        );

        (file.CodeLines, file.DocumentationLines).ShouldBe((10, 1));
        file.MethodsAbove(6).ShouldBe([]);
        file.MethodsAbove(4).ShouldBe(["A.cs:5 has 5 lines"]);
        file.LinesAbove(30).ShouldBeEmpty();
        file.LinesAbove(25).ShouldBe(["A.cs:1"]);
        file.LinesWithMarksInside().ShouldBeEmpty();
        new SourceFile("B.cs", "/// Why. /// Source: a file.").LinesWithMarksInside().ShouldBe(["B.cs:1"]);
    }

    private static List<SourceFile> FilesOf(string package) =>
        package switch
        {
            "KubeVirt.Backup" => Library,
            "KubeVirt.Backup.Client" => Client,
            _ => Testing,
        };

    private static IEnumerable<SourceFile> Read(string folder) =>
        Repository.Sources(folder).Select(file => new SourceFile($"{folder}/{file.Path}", file.Text));
}
