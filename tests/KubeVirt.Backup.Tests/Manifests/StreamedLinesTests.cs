using System.Text;
using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>Large JSON lines are never held as a whole: nobody must see it.</summary>
public class StreamedLinesTests
{
    private static readonly string[] Lines =
    [
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","managedFields":[{"manager":"}"}]},"data":{"ü":"x\n"}}""",
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}""",
        """{"metadata":{"name":"nameless"}}""",
        """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"c"}}]}""",
        """[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"d"}}]""",
        "",
        "  ",
        "null",
        "{",
        "}",
        "---",
        "{a: 1}",
        "\"text\"",
    ];
    private static readonly string[] Ends = ["\n", "\n", "\r\n", " \n"];

    private static readonly Gen<string> Text =
        from lines in Gen.Int[0, 30].Select(n => Lines[n < Lines.Length ? n : n % 2]).Array[0, 12]
        from end in Gen.Int[0, Ends.Length - 1]
        from isEnded in Gen.Bool
        select string.Join(Ends[end], lines) + (isEnded ? Ends[end] : "");

    [Fact]
    public void Any_text_is_read_as_its_bytes_are_or_left_to_their_reader() =>
        Gen.Select(Text, Gen.Int[1, 200], Gen.Bool)
            .Sample(
                (text, window, drop) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(text);
                    var options = new ManifestOptions { DropManagedFields = drop };
                    if (TryRead(bytes, window, options) is not { } streamed)
                        return;

                    ShouldBe(streamed, new ManifestReader(options).Read(bytes, "lines.json"));
                },
                iter: 20_000
            );

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Lines_are_read_in_windows_of_any_size(int window)
    {
        var text = string.Join('\n', Enumerable.Range(0, 50).Select(Secret));

        var streamed = TryRead(Encoding.UTF8.GetBytes(text), window, new ManifestOptions()).ShouldNotBeNull();

        streamed.Resources.Select(resource => resource.Id.Name).ShouldBe(Enumerable.Range(0, 50).Select(i => $"s{i}"));
    }

    [Fact]
    public void A_line_without_a_kind_is_found_in_its_line_whatever_window_it_stands_in()
    {
        var lines = Enumerable.Range(0, 50).Select(Secret).ToList();
        lines[41] = """{"metadata":{"name":"nameless"}}""";

        var streamed = TryRead(Encoding.UTF8.GetBytes(string.Join('\n', lines)), 100, new ManifestOptions());

        streamed.ShouldNotBeNull().Findings.ShouldHaveSingleItem().Message.ShouldContain("line 42");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"broken\": ")]
    [InlineData("\n---\n{}")]
    [InlineData("\n{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Secret\",\n  \"metadata\": {\"name\": \"last\"}\n}")]
    public async Task A_large_file_gives_what_its_bytes_do(string end)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var text = string.Join('\n', Enumerable.Range(0, 10_000).Select(Secret)) + end;
        var file = Encoding.UTF8.GetBytes(text);
        file.Length.ShouldBeGreaterThan(2 * StreamedList.WindowBytes);
        var reader = new ManifestReader();

        using var stream = new MemoryStream(file);
        var streamed = await reader.ReadAsync(stream, "lines.json", cancellationToken);

        ShouldBe(streamed, reader.Read(file, "lines.json"));
        streamed.Resources.Count.ShouldBeGreaterThanOrEqualTo(10_000 - 1);
    }

    private static string Secret(int i) => $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s{{{i}}}"}}""";

    private static ManifestSet? TryRead(byte[] file, int window, ManifestOptions options)
    {
        var collector = new ManifestCollector(new TextPool());
        using var stream = new MemoryStream(file);
        var lines = new StreamedLines(stream, "lines.json", options, collector, window);

        return lines.TryReadAsync(CancellationToken.None).GetAwaiter().GetResult() ? collector.ToSet() : null;
    }

    private static void ShouldBe(ManifestSet streamed, ManifestSet whole)
    {
        streamed
            .Resources.Select(resource => (resource.Id, resource.ApiVersion, resource.Json()))
            .ShouldBe(whole.Resources.Select(resource => (resource.Id, resource.ApiVersion, resource.Json())));
        streamed.Findings.ShouldBe(whole.Findings);
    }
}
