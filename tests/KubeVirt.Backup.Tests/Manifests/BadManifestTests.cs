using System.Diagnostics;
using System.Text;
using CsCheck;
using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public class BadManifestTests
{
    private const string A = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}";
    private const string B = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"b\"}}";
    private const string YamlA = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";

    [Theory]
    [InlineData(
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + A + "," + B + ",{\"apiVersion\":\"v1\",\"ki",
        1
    )]
    [InlineData("{\"apiVersion\":\"v1\",\"items\":[\n" + A + ",\n" + B + ",\n", 4)]
    [InlineData(
        "{\"apiVersion\":\"v1\",\"items\":[" + A + ",{\"items\":[" + B + "],\"kind\":\"List\"},{\"items\":[",
        1
    )]
    [InlineData(A + "\n" + B + "\n{\"a\":", 3)]
    [InlineData("[" + A + "," + B + ",]", 1)]
    [InlineData(A + B + " xyz", 1)]
    public void JSON_that_breaks_off_keeps_the_complete_objects(string text, int line)
    {
        var set = Manifest.Read(text);
        set.Names().ShouldBe(["a", "b"]);
        set.OnlyFinding(FindingIds.UnreadableManifest).Message.ShouldContain($", line {line}: ");
    }

    [Theory]
    [InlineData(A + "\n", 2)]
    [InlineData(A + "\n\n ", 3)]
    public void Bytes_that_are_not_UTF8_are_reported_behind_complete_JSON_too(string text, int line)
    {
        var set = new ManifestReader().Read(
            (byte[])[.. Encoding.UTF8.GetBytes(text), 0xff, .. Encoding.UTF8.GetBytes(B)],
            "shop.json"
        );
        set.Names().ShouldBe(["a"]);
        set.OnlyFinding(FindingIds.UnreadableManifest)
            .Message.ShouldStartWith($"shop.json, document 2, line {line}: a byte here is not UTF-8");
    }

    [Fact]
    public void JSON_before_YAML_keeps_its_bytes_and_the_rest_its_lines()
    {
        const string Spaced =
            "{ \"apiVersion\": \"v1\",\n \"kind\": \"Secret\", \"metadata\": { \"name\": \"a\" }, \"n\": 1.50 }";
        var set = Manifest.Read(
            Spaced + "\n---\n" + YamlA.Replace("a}", "b}") + "---\n{apiVersion: v1,\n kind: Secret}\n"
        );
        set.Names().ShouldBe(["a", "b"]);
        set.Resources[0].Json().ShouldBe(Spaced);
        set.OnlyFinding(FindingIds.NotAResource).Message.ShouldStartWith("shop.yaml, document 3, line 8: ");
    }

    [Fact]
    public void Items_of_a_typed_list_that_breaks_off_are_stamped_where_the_kind_is_known()
    {
        Manifest
            .Read("{\"apiVersion\":\"v1\",\"kind\":\"SecretList\",\"items\":[{\"metadata\":{\"name\":\"a\"}},{")
            .Names()
            .ShouldBe(["a"]);
        var unknown = Manifest.Read("{\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"a\"}},{");
        unknown.Resources.ShouldBeEmpty();
        unknown.Findings.Select(f => f.Id).ShouldBe([FindingIds.NotAResource, FindingIds.UnreadableManifest]);
    }

    [Theory]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":{\"x\":" + A + "}}")]
    [InlineData("apiVersion: v1\nkind: List\n")]
    public void A_List_without_a_list_of_items_is_not_passed_over(string text) =>
        Manifest.Read(text).OnlyFinding(FindingIds.NotAResource).Message.ShouldContain("items");

    [Theory]
    [InlineData(YamlA + "---\na: [1\nb: 2\n", 2)]
    [InlineData(YamlA + "---\na: b: c\n", 2)]
    [InlineData(YamlA + "---\na: \"x\n", 2)]
    [InlineData(YamlA + "---\na:\n\t- b\n", 2)]
    [InlineData(YamlA + "...\n%YAML 3.0\n---\nb: 1\n", 2)]
    [InlineData(YamlA + "---\n@\n", 2)]
    public void A_YAML_fault_ends_the_file_and_keeps_the_documents_before(string text, int document)
    {
        var set = Manifest.Read(text);
        set.Names().ShouldBe(["a"]);
        var message = set.OnlyFinding(FindingIds.UnreadableManifest).Message;
        message.ShouldStartWith($"shop.yaml, document {document}, line ");
        message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("12", "single value")]
    [InlineData("just text", "single value")]
    [InlineData("- a\n- b\n", "list")]
    [InlineData("[1]", "single value")]
    [InlineData("[[]]", "list")]
    [InlineData("{}", "apiVersion is missing")]
    [InlineData("a: 1", "apiVersion is missing")]
    [InlineData("apiVersion: v1\nmetadata: {name: a}", "kind is missing")]
    [InlineData("apiVersion: v1\nkind: null\nmetadata: {name: a}", "kind is missing")]
    [InlineData("apiVersion: v1\nkind: \"\"\nmetadata: {name: a}", "kind is missing")]
    [InlineData("apiVersion: v1\nkind: Secret", "metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata:", "metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {generateName: a-}", "metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: \"\"}", "metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {labels: {name: a}}", "metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a/b}", "'a/b'")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b/c}", "'b/c'")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: 1}", "metadata.name is not a string")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: [a]}", "metadata.name is not a string")]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: {b: c}}",
        "metadata.namespace is not a string"
    )]
    [InlineData("apiVersion: 1\nkind: Secret\nmetadata: {name: a}", "apiVersion is not a string")]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: n}",
        "metadata.namespace is not a string. In YAML y, n, yes, no, on, off, true and false are no texts unless they"
    )]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: on}", "In YAML y, n, yes, no, on, off")]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: 007}",
        "In YAML digits are a number unless they stand in quotes. Correct it."
    )]
    [InlineData("apiVersion: v1\nkind: {name: Secret}\nmetadata: {name: a}", "kind is not a string")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: [name]", "metadata is not an object")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: a", "metadata is not an object")]
    [InlineData("{\"apiVersion\":\"v1\",\"items\":[{}],\"metadata\":{}}", "kind is missing")]
    public void What_is_no_object_is_reported_and_left_out(string text, string problem)
    {
        var set = Manifest.Read(text);
        set.Resources.ShouldBeEmpty();
        set.OnlyFinding(FindingIds.NotAResource).Message.ShouldContain(problem);
        set.Findings[0].Severity.ShouldBe(FindingSeverity.Error);
    }

    [Fact]
    public void Places_name_file_document_and_line()
    {
        Manifest
            .Read("# c\n" + YamlA + "---\n# c\n\nkind: X\n---\na: 1\n")
            .Findings.Select(f => f.Message[..f.Message.IndexOf(": ", StringComparison.Ordinal)])
            .ShouldBe(["shop.yaml, document 2, line 8", "shop.yaml, document 3, line 10"]);
        Manifest
            .Read(A + "\n\n{\"kind\":\n\"X\"}\n[1,\n2]")
            .Findings.Select(f => f.Message[..f.Message.IndexOf(": ", StringComparison.Ordinal)])
            .ShouldBe([
                "shop.yaml, document 2, line 3",
                "shop.yaml, document 3, line 5",
                "shop.yaml, document 3, line 6",
            ]);
        Manifest
            .Read("apiVersion: v1\nkind: List\nitems:\n- kind: X\n- a: b\n")
            .Findings.Select(f => f.Message[..f.Message.IndexOf(": ", StringComparison.Ordinal)])
            .ShouldBe(["shop.yaml, document 1, line 4", "shop.yaml, document 1, line 5"]);
    }

    [Theory]
    [InlineData(
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + B
            + ",\n{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\n\"metadata\":{}}]}",
        "'metadata'",
        3
    )]
    [InlineData(
        B
            + "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"x\":[{\"ab\":1,\"c\":2,\n\"\\u0061b\":3}]}",
        "'ab'",
        2
    )]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\n---\n" + YamlA + "data:\n  1: x\n  y: y\n  \"1\": z\n",
        "'1'",
        11
    )]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\n---\n" + YamlA + "data: {<<: {p: 1}, q: 1, q: 2}\n",
        "'q'",
        8
    )]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\n---\n" + YamlA + "items: [{x: {q: 1, q: 2}}]\n",
        "'q'",
        8
    )]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\n---\n" + YamlA + "items:\n- {items: [{q: 1, q: 2}]}\n",
        "'q'",
        9
    )]
    public void A_key_that_stands_twice_costs_its_object_only(string text, string key, int line)
    {
        var set = Manifest.Read(text);
        set.Names().ShouldBe(["b"]);
        var message = set.OnlyFinding(FindingIds.DuplicateKey).Message;
        message.ShouldContain(key);
        message.ShouldContain($", line {line}: ");
    }

    [Fact]
    public void A_dump_in_one_line_that_is_cut_off_says_at_which_byte_and_keeps_what_stands_before()
    {
        var dump = "{\"apiVersion\":\"v1\",\"items\":[" + B + "," + A;
        var cut = dump[..^20];
        var set = Manifest.Read(cut);
        set.Names().ShouldBe(["b"]);
        set.OnlyFinding(FindingIds.UnreadableManifest)
            .Message.ShouldContain($"line 1: the JSON breaks off at byte {cut.Length}: ");
    }

    [Fact]
    public void Among_many_keys_the_first_repeated_one_is_found()
    {
        var keys = Enumerable.Range(0, 50_000).Select(i => $"\"key-{i:00000}-suffix\":1").ToList();
        keys.Insert(40_000, "\n\"key-00007-suffix\":2");
        keys.Add("\n\"key-00003-suffix\":2");
        Manifest
            .Read(A[..^1] + ",\"data\":{" + string.Join(',', keys) + "}}")
            .OnlyFinding(FindingIds.DuplicateKey)
            .Message.ShouldContain("line 2: the key 'key-00007-suffix'");
    }

    [Fact]
    public void An_object_that_stands_twice_is_kept_once_and_both_places_are_reported()
    {
        var same = Manifest.Read(A + "\n" + A);
        same.Names().ShouldBe(["a"]);
        same.OnlyFinding(FindingIds.DuplicateResource).Severity.ShouldBe(FindingSeverity.Warning);
        same.Findings[0]
            .Message.ShouldStartWith(
                "shop.yaml, document 2, line 2: Secret/default/a is already in shop.yaml, document 1, line 1"
            );
        var other = Manifest.Read(
            A + "\n" + A.Replace("\"metadata\"", "\"type\":\"x\",\"metadata\"", StringComparison.Ordinal)
        );
        other.OnlyFinding(FindingIds.DuplicateResource).Severity.ShouldBe(FindingSeverity.Error);
        other.Resources[0].Json().ShouldBe(A);
        other.Findings[0].Resource.ShouldBe(other.Resources[0].Id);
    }

    [Theory]
    [InlineData("\"x\":\"\\ud83d\"")]
    [InlineData("\"\\ude00\":1")]
    public void Half_a_surrogate_pair_costs_its_object_only(string member)
    {
        var set = Manifest.Read(A[..^1] + "," + member + "}" + B);
        set.Names().ShouldBe(["b"]);
        set.OnlyFinding(FindingIds.UnreadableManifest);
    }

    // Whoever reads such a text later would get an exception that nobody foresees, far from where it came from.
    [Theory]
    [InlineData("\"x\":\"\\ud83d\"")]
    [InlineData("\"\\uDE00\":1")]
    [InlineData("\"x\":[{\"y\":\"a\\udc00\\ud800\"}]")]
    public void One_object_with_half_a_surrogate_pair_is_refused(string member) =>
        Should
            .Throw<FormatException>(() => Resource.Parse(A[..^1] + "," + member + "}"))
            .Message.ShouldContain("half of a surrogate pair");

    [Fact]
    public void A_whole_surrogate_pair_is_a_character() =>
        Resource.Parse(A[..^1] + ",\"x\":\"\\ud83d\\ude00\"}").StringAt("/x").ShouldBe("\U0001F600");

    [Theory]
    [InlineData(A + "\n{\"a\":\"\u00ff", 2)]
    [InlineData(YamlA + "---\na: 1\nb: \u00ff\n", 6)]
    public void Bytes_that_are_not_UTF_8_end_the_file(string latin1, int line)
    {
        var set = new ManifestReader().Read(Encoding.Latin1.GetBytes(latin1), "x");
        set.Names().ShouldBe(["a"]);
        set.OnlyFinding(FindingIds.UnreadableManifest).Message.ShouldContain($"line {line}: a byte here is not UTF-8");
    }

    public static TheoryData<string, string> Deep =>
        new()
        {
            { "JSON arrays", $"{A[..^1]},\"v\":{new string('[', 100_000)}{new string(']', 100_000)}}}{B}" },
            {
                "JSON objects",
                $"{A[..^1]},\"v\":{string.Concat(Enumerable.Repeat("{\"a\":", 100_000))}1{new string('}', 100_000)}}}{B}"
            },
            { "YAML flow", $"{YamlA}v: {new string('[', 100_000)}{new string(']', 100_000)}\n---\n{B}\n" },
            { "YAML flow mappings", $"{YamlA}v: {string.Concat(Enumerable.Repeat("{a: ", 100_000))}\n---\n{B}\n" },
            { "YAML dashes", $"{YamlA}v:\n{string.Concat(Enumerable.Repeat("- ", 100_000))}a\n---\n{B}\n" },
            {
                "YAML block",
                $"{YamlA}v:\n{string.Concat(Enumerable.Range(1, 2_000).Select(i => new string(' ', i) + "a:\n"))}---\n{B}\n"
            },
            {
                "YAML aliases",
                $"{YamlA}a0: &a0 {new string('[', 200)}{new string(']', 200)}\na1: {new string('[', 100)}*a0{new string(']', 100)}\n---\n{B}\n"
            },
        };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Deep_nesting_is_reported_quickly_and_costs_its_document_only(string what, string text)
    {
        var watch = Stopwatch.StartNew();
        var set = Manifest.Read(text);
        set.Names().ShouldBe(["b"], what);
        set.OnlyFinding(FindingIds.DocumentTooLarge);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("? ")]
    [InlineData("a: [")]
    [InlineData("- {a: ")]
    [InlineData("&a [*a, ")]
    [InlineData("!!map {")]
    [InlineData("\"a\": {")]
    public void Deep_nesting_without_an_end_is_reported_quickly(string part)
    {
        var watch = Stopwatch.StartNew();
        var set = Manifest.Read(string.Concat(Enumerable.Repeat(part, 100_000)));
        set.Resources.ShouldBeEmpty();
        set.Findings.ShouldNotBeEmpty();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("[{0}]", "*a{0}")]
    [InlineData("{{<<: [{0}]}}", "*a{0}")]
    [InlineData("{{k: 1, m: {{<<: [{0}]}}}}", "*a{0}")]
    public void Alias_bombs_stay_within_the_budget(string level, string alias)
    {
        var text = new StringBuilder(YamlA + "a0: &a0 {x: 1}\n");
        for (var i = 1; i < 40; i++)
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"a{i}: &a{i} {string.Format(System.Globalization.CultureInfo.InvariantCulture, level, string.Join(", ", Enumerable.Repeat(string.Format(System.Globalization.CultureInfo.InvariantCulture, alias, i - 1), 5000)))}\n"
            );
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"---\n{B}\n");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var set = Manifest.Read(text.ToString(), new ManifestOptions { MaxBytes = 1 << 20 });
        set.Names().ShouldBe(["b"]);
        set.OnlyFinding(FindingIds.DocumentTooLarge).Message.ShouldContain("1048576 bytes");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(256 << 20);
    }

    [Fact]
    public void Any_bytes_end_in_a_set()
    {
        var seeds = new[]
        {
            A + B,
            YamlA + "---\n" + YamlA,
            "[" + A + "]",
            YamlA + "x: &a {b: [1, \"c\"], <<: *a}\ny: |+\n  t\n  u\n\n? k\n: 'v'\n",
            "{\"kind\":\"SecretList\",\"items\":[" + A + ",{}]}",
        };
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Select(Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 3]).Array[0, 6])
            .Sample(
                (seed, edits) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(seeds[seed]).ToList();
                    foreach (var (at, value, kind) in edits)
                    {
                        if (kind == 0)
                            bytes.Insert(at % bytes.Count, value);
                        else if (kind == 1 && bytes.Count > 1)
                            bytes.RemoveAt(at % bytes.Count);
                        else
                            bytes[at % bytes.Count] =
                                kind == 2 ? (byte)"[]{}:,-?*&!|>'\"%@#\n\t \\<~"[value % 24] : value;
                    }

                    var set = new ManifestReader().Read(bytes.ToArray(), "x");
                    foreach (var resource in set.Resources)
                        Resource.Parse(resource.Json);
                },
                iter: 50_000
            );
    }
}
