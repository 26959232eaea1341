using System.Text;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Lists and lines that are read window by window, here with windows that hold next to nothing.</summary>
internal sealed class JsonLinesTarget : FuzzTarget
{
    private const int Window = 128;
    private const string A = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"n"}}""";

    private static readonly string[] Texts =
    [
        A + "\n" + A.Replace("\"a\"", "\"b\"", StringComparison.Ordinal) + "\n",
        A + "\r\n\r\n" + A.Replace("\"a\"", "\"\u00e9\"", StringComparison.Ordinal),
        $$"""{"apiVersion":"v1","kind":"List","items":[""" + string.Join(",\n", Enumerable.Repeat(A, 4)) + "]}",
        $$"""{"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{{A}},{{A}}]}""",
    ];

    public override string Name => "jsonlines";

    public override string Meaning => "a large list, or large JSON lines";

    public override IEnumerable<byte[]> Seeds =>
        Texts.Select(Encoding.UTF8.GetBytes).Concat(Recipes.SmallestAsJson(20));

    public override IEnumerable<string> Words => [A, "\n", "\r\n", "\"items\":[", "\"kind\":\"List\"", "]}", "},{"];

    protected override void TryInput(byte[] input)
    {
        var whole = new ManifestReader().Read(input, "input");
        CheckList(input, whole);
        CheckLines(input, whole);
    }

    private static void CheckList(byte[] input, ManifestSet whole)
    {
        using var stream = new MemoryStream(input);
        var items = new ManifestCollector(new TextPool());
        var list = new StreamedList(stream, "input", new ManifestOptions(), items, Window);
        if (Waiting.For(list.TryReadAsync(default)))
            CheckSame(whole, items.ToSet());
    }

    private static void CheckLines(byte[] input, ManifestSet whole)
    {
        using var stream = new MemoryStream(input);
        var items = new ManifestCollector(new TextPool());
        var lines = new StreamedLines(stream, "input", new ManifestOptions(), items, Window);
        if (Waiting.For(lines.TryReadAsync(default)))
            CheckSame(whole, items.ToSet());
    }

    private static void CheckSame(ManifestSet whole, ManifestSet windows)
    {
        Promise.Same(Text(whole), Text(windows), "read window by window, what was read as a whole");
        foreach (var (one, other) in whole.Resources.Zip(windows.Resources))
            Promise.That(one.Json.Span.SequenceEqual(other.Json.Span), $"{one} has other bytes");
    }

    private static string Text(ManifestSet set) =>
        $"{string.Join(", ", set.Resources)}; {string.Join(", ", set.Findings.Select(finding => finding.Message))}";
}
