using System.Text;
using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>A large list is never held as a whole: nobody must see it.</summary>
public class StreamedListTests
{
    private const string A =
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","managedFields":[{"manager":"]"}]},"data":{"ü":"x"}}""";
    private const string B =
        "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Secret\",\n  \"metadata\": {\n    \"name\": \"b\"\n  }\n}";
    private const string Bare = """{"metadata":{"name":"a"}}""";
    private const string Head = """{"apiVersion":"v1","items":[""";
    private const string End = """],"kind":"List","metadata":{"resourceVersion":""}}""";
    private static readonly string[] Gaps = ["", "\n", " \r\n ", " ,", "\n---\n"];
    private static readonly string[] Ends =
    [
        End,
        End,
        End + "\n",
        "]}",
        "",
        ",]}",
        End + A,
        "],\"items\":[],\"kind\":\"List\"}",
        "],\"kind\":\"List\",\"kind\":\"List\"}",
        "],\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\"}}",
    ];
    private static readonly string[] Heads =
    [
        Head,
        Head,
        """{"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[""",
        "[",
        "{\"apiVersion\": \"v1\",\n  \"items\": [\n",
        """{"kind":"Secret","items":[""",
    ];
    private static readonly byte[][] Strays =
    [
        [],
        [],
        [],
        [0],
        [0xff],
        [(byte)'\n'],
        [(byte)'"'],
        [(byte)'}'],
    ];

    private static readonly Gen<string> List =
        from head in OneOf(Heads)
        from items in Gen.Int[0, 15].Array[0, 9]
        from gap in OneOf(Gaps)
        from end in OneOf(Ends)
        select head + string.Join(gap + ",", items.Select(Item)) + end;

    private static readonly Gen<byte[]> File =
        from text in List
        from stray in OneOf(Strays)
        from at in Gen.Int[0, text.Length]
        select (byte[])[.. Encoding.UTF8.GetBytes(text[..at]), .. stray, .. Encoding.UTF8.GetBytes(text[at..])];

    [Fact]
    public async Task What_is_read_window_by_window_is_what_is_read_as_a_whole() =>
        await Gen.Select(File, Gen.Int[1, 400], Gen.Bool)
            .SampleAsync(
                async (file, window, drop) =>
                {
                    var options = new ManifestOptions { DropManagedFields = drop };
                    if (await TryReadAsync(file, window, options) is { } streamed)
                        ShouldBe(streamed, new ManifestReader(options).Read(file, "list.json"));
                },
                iter: 5000
            );

    [Fact]
    public async Task Lists_as_kubectl_writes_them_are_read_window_by_window() =>
        await Gen.Select(Gen.Int[6, 15].Array[0, 40], Gen.Int[0, 2], Gen.Int[60, 4000])
            .SampleAsync(
                async (items, gap, window) =>
                {
                    var file = Encoding.UTF8.GetBytes(
                        Head + string.Join(Gaps[gap] + ",", items.Select(Item)) + End + Gaps[gap]
                    );
                    ShouldBe(
                        (await TryReadAsync(file, window)).ShouldNotBeNull(),
                        new ManifestReader().Read(file, "list.json")
                    );
                }
            );

    [Theory]
    [InlineData(Head + End)]
    [InlineData(Head + A + "," + B + "\n," + B + "," + A + End + "\r\n ")]
    [InlineData(
        """{"kind":"SecretList","apiVersion":"v1","items":[""" + Bare + "," + Bare + "," + Bare + "," + Bare + "]}"
    )]
    [InlineData(
        Head
            + A
            + """,{"apiVersion":"v1","kind":"Secret"},"""
            + B
            + """,{"apiVersion":"v1","kind":"Secret","kind":"Secret"},"""
            + A
            + End
    )]
    public async Task So_are_these(string text)
    {
        var file = Encoding.UTF8.GetBytes(text);
        ShouldBe((await TryReadAsync(file, 60)).ShouldNotBeNull(), new ManifestReader().Read(file, "list.json"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(A)]
    [InlineData("[" + A + "," + B + "]")]
    [InlineData(A + "\n" + B)]
    [InlineData(Head + A + "," + B + End + A)]
    [InlineData(Head + A + "," + B + End + "]")]
    [InlineData(Head + A + "," + B + "," + End)]
    [InlineData(Head + A + B + End)]
    [InlineData(Head + A + ",," + B + End)]
    [InlineData(Head + A + "," + B)]
    [InlineData(Head + A + "," + B + "]")]
    [InlineData(Head + A + ",null," + B + End)]
    [InlineData(Head + A + ",[]," + B + End)]
    [InlineData(Head + A + "," + Head + B + End + End)]
    [InlineData(Head + A + "," + B + "],\"items\":[" + A + End)]
    [InlineData(Head + A + "," + B + "],\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"}}")]
    [InlineData(Head + A + "," + B + "],\"kind\":\"List\",\"metadata\":{\"name\":\"x\"}}")]
    [InlineData(Head + A + "," + B + "],\"metadata\":{}}")]
    [InlineData("\ufeff" + Head + A + "," + B + End)]
    [InlineData(Head + A + "," + B + "],\"kind\":\"List\",\"a\":\"\0\"}")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n")]
    [InlineData(Head + A + End + Head + B + End)]
    public async Task All_else_is_left_to_who_reads_the_whole_text(string text)
    {
        foreach (var window in (int[])[60, 200, 1000])
            (await TryReadAsync(Encoding.UTF8.GetBytes(text), window)).ShouldBeNull();
    }

    [Fact]
    public async Task So_is_a_list_that_says_behind_its_items_what_they_are()
    {
        var file = Encoding.UTF8.GetBytes(Head + Bare + "," + Bare + "],\"kind\":\"SecretList\"}");
        (await TryReadAsync(file, 60)).ShouldBeNull();
        (await TryReadAsync(file, 200))
            .ShouldNotBeNull()
            .Resources.ShouldHaveSingleItem()
            .Id.Kind.Kind.ShouldBe("Secret");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task So_is_a_byte_that_is_not_UTF8_even_in_what_is_leapt_over_or_at_the_end(int items)
    {
        var text = Head + string.Concat(Enumerable.Repeat(B + ",", items)) + A + End;
        var file = Encoding.UTF8.GetBytes(text);
        file[file.AsSpan().IndexOf("manager"u8)] = 0xff;
        (await TryReadAsync(file, 60, new ManifestOptions { DropManagedFields = true })).ShouldBeNull();
        (await TryReadAsync([.. Encoding.UTF8.GetBytes(text), 0xe2], 60)).ShouldBeNull();
    }

    [Fact]
    public async Task A_window_may_end_within_a_character()
    {
        var file = Encoding.UTF8.GetBytes(Head + A + "," + A.Replace("x", new string('\u20ac', 100)) + End);
        for (var window = 60; window < 120; window++)
            (await TryReadAsync(file, window)).ShouldNotBeNull();
    }

    [Fact]
    public async Task So_is_an_object_larger_than_the_room_for_one()
    {
        var file = Encoding.UTF8.GetBytes(Head + A + "," + A.Replace("\"x\"", $"\"{new string('x', 10_000)}\"") + End);
        (await TryReadAsync(file, 60)).ShouldBeNull();
        (await TryReadAsync(file, 1000)).ShouldNotBeNull().Resources.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(End, true)]
    [InlineData(End, false)]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("],\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\"}}", true)]
    [InlineData(",\n---\n" + End, false)]
    public async Task A_large_file_gives_what_its_bytes_do_wherever_it_is_named(string end, bool drop)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var file = Encoding.UTF8.GetBytes(
            Head
                + string.Join(",\n", Enumerable.Range(0, 5000).Select(n => A.Replace("\"a\"", $"\"a{n % 4999}\"")))
                + end
        );
        file.Length.ShouldBeGreaterThan(2 * StreamedList.WindowBytes);
        var folder = Directory.CreateTempSubdirectory("large");
        try
        {
            var path = Path.Combine(folder.FullName, "list.json");
            await System.IO.File.WriteAllBytesAsync(path, file, cancellationToken);
            var reader = new ManifestReader(new ManifestOptions { DropManagedFields = drop });
            var whole = reader.Read(file, path);
            ShouldBe(await reader.ReadPathsAsync([folder.FullName], cancellationToken), whole);
            ShouldBe(await reader.ReadPathsAsync([path], cancellationToken), whole);
            using var stream = new MemoryStream([1, 2, 3, .. file]) { Position = 3 };
            ShouldBe(await reader.ReadAsync(stream, path, cancellationToken), whole);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ManifestSet?> TryReadAsync(byte[] file, int windowBytes, ManifestOptions? options = null)
    {
        var collector = new ManifestCollector(new TextPool());
        using var stream = new MemoryStream(file);
        var isRead = await new StreamedList(
            stream,
            "list.json",
            options ?? new ManifestOptions(),
            collector,
            windowBytes
        ).TryReadAsync(CancellationToken.None);
        return isRead ? collector.ToSet() : null;
    }

    private static void ShouldBe(ManifestSet streamed, ManifestSet whole)
    {
        streamed
            .Resources.Select(resource => (resource.Id, resource.ApiVersion, resource.Json()))
            .ShouldBe(whole.Resources.Select(resource => (resource.Id, resource.ApiVersion, resource.Json())));
        streamed.Findings.ShouldBe(whole.Findings);
    }

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(n => values[n]);

    private static string Item(int n) =>
        n switch
        {
            0 => "null",
            1 => Bare,
            2 => Head + A + End,
            3 => """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","name":"b"}}""",
            4 => """{"apiVersion":"v1","kind":"List"}""",
            5 => """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"items":[{"key":"k"}]}""",
            6 => """{"apiVersion":"v1","kind":"Secret"}""",
            _ => $$"""
                {
                  "apiVersion": "v1", "kind": "Secret",
                  "metadata": {"generation": {{n}}, "managedFields": [{"manager": "{{new string('m', n * 20)}}"}],
                    "name": "s{{n}}-ü"
                  },
                  "data": {"n": "{{new string('x', n)}}"}
                }
                """,
        };
}
