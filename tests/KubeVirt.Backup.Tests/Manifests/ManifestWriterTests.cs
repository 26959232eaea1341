using System.Text;
using System.Text.Json;
using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public class ManifestWriterTests
{
    private const string Head = "apiVersion: x.io/v1\nkind: Foo\nmetadata:\n  name: a\n";

    [Theory]
    [InlineData("\"abc\"", "v: abc\n")]
    [InlineData("\"quay.io/a_b:v1-2\"", "v: quay.io/a_b:v1-2\n")]
    [InlineData("\"yes\"", "v: \"yes\"\n")]
    [InlineData("\"128Mi\"", "v: \"128Mi\"\n")]
    [InlineData("\"a b\"", "v: \"a b\"\n")]
    [InlineData(
        "\"\\ud83d\\ude00\\u00e9\\u0085\\u2028\\ufeff\\u0007\"",
        "v: \"\U0001F600\u00e9\\x85\\u2028\\ufeff\\x07\"\n"
    )]
    [InlineData("\"a\\nb\\n\"", "v: |\n  a\n  b\n")]
    [InlineData("\"a\\n\\n  b\"", "v: |-\n  a\n\n    b\n")]
    [InlineData("\"a\\n\\n\"", "v: |+\n  a\n\n")]
    [InlineData("\"a \\nb\"", "v: \"a \\nb\"\n")]
    [InlineData("\"a\\r\\nb\"", "v: \"a\\r\\nb\"\n")]
    [InlineData("[]", "v: []\n")]
    [InlineData("{}", "v: {}\n")]
    [InlineData("null", "v: null\n")]
    [InlineData("1.50", "v: 1.50\n")]
    [InlineData("1E400", "v: !!float 1E400\n")]
    [InlineData(
        "[1,[2,[3],{}],{\"a\":[4],\"b\":{\"c\":5}},\"x\\ny\"]",
        "v:\n- 1\n- - 2\n  - - 3\n  - {}\n- a:\n  - 4\n  b:\n    c: 5\n- |-\n  x\n  y\n"
    )]
    [InlineData("{\"a b\":1,\"yes\":2,\"\":3,\"1\":4}", "v:\n  \"a b\": 1\n  \"yes\": 2\n  \"\": 3\n  \"1\": 4\n")]
    public void Values_are_laid_out_like_this(string json, string yaml) =>
        ManifestWriter.ToYaml(With(json)).ShouldBe(Head + yaml);

    [Fact]
    public void Any_JSON_survives_YAML() => JsonGen.Value.Sample(json => SurvivesYaml(json), iter: 20_000);

    [Fact]
    public void Every_hostile_string_survives_YAML_as_value_key_and_item()
    {
        foreach (var text in JsonGen.Hostile.Select(text => JsonSerializer.Serialize(text)))
            SurvivesYaml($"{{{text}:[{text},{{\"k\":{text}}},[{text}]]}}").ShouldBeTrue(text);
    }

    [Fact]
    public void Numbers_keep_their_spelling()
    {
        const string json =
            "[0,-0,1.0,2.50,-1.5,18446744073709551616,123456789012345678901234567890,0.1000000000000000000001,1E400,-1e999]";
        Manifest
            .Read(ManifestWriter.ToYaml(With(json)))
            .Resources.ShouldHaveSingleItem()
            .At("/v")!
            .Value.GetRawText()
            .ShouldBe(json);
    }

    [Fact]
    public void Documents_are_set_apart_and_a_JSON_list_keeps_bytes()
    {
        Resource[] resources =
        [
            With("1"),
            Resource.Parse("{ \"kind\":\"Foo\", \"apiVersion\":\"v1\",\"metadata\":{\"name\":\"b\"} }"),
        ];
        using var yaml = new MemoryStream();
        ManifestWriter.WriteYaml(resources, yaml);
        Encoding
            .UTF8.GetString(yaml.ToArray())
            .ShouldBe(Head + "v: 1\n---\nkind: Foo\napiVersion: v1\nmetadata:\n  name: b\n");
        using var json = new MemoryStream();
        ManifestWriter.WriteJson(resources, json);
        var set = new ManifestReader().Read(json.ToArray(), "x");
        set.Findings.ShouldBeEmpty();
        set.Resources.Select(r => r.Json()).ShouldBe(resources.Select(r => r.Json()));
    }

    [Fact]
    public void Nothing_is_written_as_nothing_and_as_an_empty_list()
    {
        using var stream = new MemoryStream();
        ManifestWriter.WriteYaml([], stream);
        stream.Length.ShouldBe(0);
        ManifestWriter.WriteJson([], stream);
        new ManifestReader()
            .Read(stream.ToArray(), "x")
            .ShouldSatisfyAllConditions(s => s.Resources.ShouldBeEmpty(), s => s.Findings.ShouldBeEmpty());
    }

    private static bool SurvivesYaml(string json)
    {
        var resource = With(json);
        var set = Manifest.Read(ManifestWriter.ToYaml(resource));
        return set.Findings.Count == 0
            && JsonElement.DeepEquals(Manifest.Parse(set.Resources.Single().Json()), Manifest.Parse(resource.Json()));
    }

    private static Resource With(string json) =>
        Resource.Parse($"{{\"apiVersion\":\"x.io/v1\",\"kind\":\"Foo\",\"metadata\":{{\"name\":\"a\"}},\"v\":{json}}}");
}
