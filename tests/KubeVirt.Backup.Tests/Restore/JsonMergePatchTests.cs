using System.Text.Json.Nodes;
using CsCheck;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class JsonMergePatchTests
{
    // RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void An_example_comes_out_as_the_RFC_says(string original, string patch, string expected)
    {
        var target = JsonNode.Parse(original)!;
        JsonNode
            .DeepEquals(JsonMergePatch.Apply(target, JsonNode.Parse(patch)), JsonNode.Parse(expected))
            .ShouldBeTrue();
        target.ToJsonString().ShouldBe(JsonNode.Parse(original)!.ToJsonString(), "The given tree was changed.");
    }

    [Fact]
    public void Merged_twice_is_merged_once() =>
        Gen.Select(JsonTrees.Objects, JsonTrees.Objects)
            .Sample(
                (target, patch) =>
                {
                    var once = JsonMergePatch.Apply(target, patch);
                    JsonNode.DeepEquals(JsonMergePatch.Apply(once, patch), once).ShouldBeTrue();
                }
            );

    [Fact]
    public void There_is_a_patch_from_each_object_to_each_other() =>
        Gen.Select(JsonTrees.Full, JsonTrees.Full)
            .Sample(
                (from, to) => JsonNode.DeepEquals(JsonMergePatch.Apply(from, Difference(from, to)), to).ShouldBeTrue()
            );

    [Theory]
    [InlineData("[]", "a merge patch for a Kubernetes object is an object")]
    [InlineData("{", "it is not one JSON value")]
    [InlineData("""{"metadata":null}""", "/metadata must be an object")]
    [InlineData("""{"metadata":{"name":"x"}}""", "it would change /metadata/name")]
    [InlineData("""{"kind":null}""", "it would change /kind")]
    public void A_patch_that_would_change_what_an_object_is_is_refused(string patch, string problem) =>
        Should
            .Throw<PatchException>(() => new PatchMerge(ResourceSelector.Everything, patch))
            .Problems.ShouldHaveSingleItem()
            .ShouldContain(problem);

    private static JsonObject Difference(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var name in from.Select(member => member.Key).Union(to.Select(member => member.Key)))
        {
            if (!to.ContainsKey(name))
                patch[name] = null;
            else if (from[name] is JsonObject a && to[name] is JsonObject b)
                patch[name] = Difference(a, b);
            else if (!JsonNode.DeepEquals(from[name], to[name]))
                patch[name] = to[name]!.DeepClone();
        }

        return patch;
    }
}
