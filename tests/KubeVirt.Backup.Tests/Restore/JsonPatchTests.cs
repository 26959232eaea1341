using System.Text.Json.Nodes;
using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class JsonPatchTests
{
    // RFC 6902, appendix A: document, patch, result; null where the patch must fail.
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"baz":"qux","foo":"bar"}""")]
    [InlineData(
        """{"foo":["bar","baz"]}""",
        """[{"op":"add","path":"/foo/1","value":"qux"}]""",
        """{"foo":["bar","qux","baz"]}"""
    )]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData(
        """{"foo":["bar","qux","baz"]}""",
        """[{"op":"remove","path":"/foo/1"}]""",
        """{"foo":["bar","baz"]}"""
    )]
    [InlineData(
        """{"baz":"qux","foo":"bar"}""",
        """[{"op":"replace","path":"/baz","value":"boo"}]""",
        """{"baz":"boo","foo":"bar"}"""
    )]
    [InlineData(
        """{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""",
        """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""",
        """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"""
    )]
    [InlineData(
        """{"foo":["all","grass","cows","eat"]}""",
        """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""",
        """{"foo":["all","cows","eat","grass"]}"""
    )]
    [InlineData(
        """{"baz":"qux","foo":["a",2,"c"]}""",
        """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]""",
        """{"baz":"qux","foo":["a",2,"c"]}"""
    )]
    [InlineData("""{"baz":"qux"}""", """[{"op":"test","path":"/baz","value":"bar"}]""", null)]
    [InlineData(
        """{"foo":"bar"}""",
        """[{"op":"add","path":"/child","value":{"grandchild":{}}}]""",
        """{"foo":"bar","child":{"grandchild":{}}}"""
    )]
    [InlineData(
        """{"foo":"bar"}""",
        """[{"op":"add","path":"/baz","value":"qux","xyz":123}]""",
        """{"foo":"bar","baz":"qux"}"""
    )]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz/bat","value":"qux"}]""", null)]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":"10"}]""", null)]
    [InlineData(
        """{"foo":["bar"]}""",
        """[{"op":"add","path":"/foo/-","value":["abc","def"]}]""",
        """{"foo":["bar",["abc","def"]]}"""
    )]
    // What the text of the RFC says beyond its examples.
    [InlineData(
        """{"foo":null}""",
        """[{"op":"test","path":"/foo","value":null},{"op":"remove","path":"/foo"}]""",
        "{}"
    )]
    [InlineData("{}", """[{"op":"test","path":"/foo","value":null}]""", null)]
    [InlineData("""{"foo":1.0}""", """[{"op":"test","path":"/foo","value":1e0}]""", """{"foo":1.0}""")]
    [InlineData(
        """{"a":{"b":1},"c":2}""",
        """[{"op":"test","path":"/a","value":{"b":1}},{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":3}]""",
        """{"a":{"b":1},"c":{"b":3}}"""
    )]
    [InlineData(
        """{"foo":[1]}""",
        """[{"op":"add","path":"/foo/1","value":2},{"op":"add","path":"/foo/0","value":0}]""",
        """{"foo":[0,1,2]}"""
    )]
    [InlineData("""{"foo":[1]}""", """[{"op":"add","path":"/foo/2","value":2}]""", null)]
    [InlineData("""{"foo":[1]}""", """[{"op":"replace","path":"/foo/-","value":2}]""", null)]
    [InlineData("""{"foo":[1,2]}""", """[{"op":"remove","path":"/foo/01"}]""", null)]
    [InlineData("""{"foo":1}""", """[{"op":"replace","path":"/bar","value":2}]""", null)]
    [InlineData("""{"foo":1}""", """[{"op":"move","from":"/bar","path":"/foo"}]""", null)]
    [InlineData("""{"foo":1}""", """[{"op":"move","from":"/foo","path":"/foo"}]""", """{"foo":1}""")]
    [InlineData("""{"":{"":1}}""", """[{"op":"replace","path":"//","value":2}]""", """{"":{"":2}}""")]
    public void An_example_comes_out_as_the_RFC_says(string document, string patch, string? expected)
    {
        var root = JsonNode.Parse(document)!;
        var (result, problem) = JsonPatch.Apply(root, JsonPatchReader.Read(patch));
        root.ToJsonString().ShouldBe(JsonNode.Parse(document)!.ToJsonString(), "The given tree was changed.");
        if (expected is null)
            problem.ShouldNotBeNull().ShouldStartWith("operation ");
        else
            JsonNode.DeepEquals(result, JsonNode.Parse(expected)).ShouldBeTrue(result?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"op":"add"}""", "a JSON Patch is a list of operations")]
    [InlineData("""[{"op":"add","path":"/baz","value":"qux","op":"remove"}]""", "it is not one JSON value")]
    [InlineData("[", "it is not one JSON value")]
    [InlineData("""["add"]""", "operation 0 is no object")]
    [InlineData("""[{"path":"/a"}]""", "operation 0 has no 'op' that there is: add, remove, replace, move, copy, test")]
    [InlineData("""[{"op":"spam","path":"/a"}]""", "operation 0 has no 'op' that there is")]
    [InlineData("""[{"op":"remove"}]""", "operation 0 has no 'path'")]
    [InlineData("""[{"op":"remove","path":"a"}]""", "operation 0: 'a' is no JSON pointer")]
    [InlineData("""[{"op":"remove","path":"/a~2"}]""", "operation 0: '/a~2' is no JSON pointer")]
    [InlineData("""[{"op":"add","path":"/a"}]""", "operation 0 has no 'value', which 'add' needs")]
    [InlineData("""[{"op":"copy","path":"/a"}]""", "operation 0 has no 'from'")]
    [InlineData("""[{"op":"move","from":"/a","path":"/a/b"}]""", "operation 0 would move /a into itself")]
    [InlineData(
        """[{"op":"remove","path":"/metadata"}]""",
        "operation 0: 'path' is '/metadata', it would change /metadata/name"
    )]
    [InlineData(
        """[{"op":"replace","path":"","value":{}}]""",
        "operation 0: 'path' is '', it would change /apiVersion"
    )]
    [InlineData(
        """[{"op":"replace","path":"/metadata/namespace","value":"x"}]""",
        "it would change /metadata/namespace; names and namespaces are changed by a map"
    )]
    [InlineData("""[{"op":"move","from":"/kind","path":"/a"}]""", "operation 0: 'from' is '/kind'")]
    public void A_malformed_patch_is_refused_with_the_place(string patch, string problem) =>
        Should
            .Throw<PatchException>(() => JsonPatchReader.Read(patch))
            .Problems.ShouldHaveSingleItem()
            .ShouldContain(problem);

    [Fact]
    public void All_problems_are_said_at_once() =>
        Should
            .Throw<PatchException>(() =>
                JsonPatchReader.Read(
                    """[{"op":"add"},{"op":"test","path":"/kind","value":"x"},{"op":"copy","from":"/kind","path":"/a"},{"op":"move","from":"b","path":"/metadata/name"}]"""
                )
            )
            .Problems.ShouldBe([
                "operation 0 has no 'path'",
                "operation 0 has no 'value', which 'add' needs",
                "operation 3: 'path' is '/metadata/name', it would change /metadata/name; names and namespaces are changed by a map",
                "operation 3: 'b' is no JSON pointer (RFC 6901)",
            ]);

    [Fact]
    public void What_is_added_is_there_and_goes_without_a_trace() =>
        Gen.Select(JsonTrees.Objects, JsonTrees.Values, Gen.String)
            .Sample(
                (document, value, name) =>
                {
                    var member = new PatchOperation("add", [name + "x"], [], value, "");
                    var (added, _) = JsonPatch.Apply(document, [member, member with { Op = "test" }]);
                    var (removed, _) = JsonPatch.Apply(added, [member with { Op = "remove" }]);
                    JsonNode
                        .DeepEquals(
                            JsonPatch
                                .Apply(document, [member with { Op = "add" }, member with { Op = "remove" }])
                                .Result,
                            removed
                        )
                        .ShouldBeTrue();
                    removed!.AsObject().ContainsKey(name + "x").ShouldBeFalse();
                }
            );

    [Fact]
    public void A_patch_that_fails_at_last_leaves_no_trace() =>
        Gen.Select(JsonTrees.Objects, JsonTrees.Values)
            .Sample(
                (document, value) =>
                {
                    var before = document.ToJsonString();
                    var (result, problem) = JsonPatch.Apply(
                        document,
                        [
                            new PatchOperation("add", ["new"], [], value, "first"),
                            new PatchOperation("remove", ["absent", "absent"], [], null, "second"),
                        ]
                    );
                    (result, problem).ShouldBe((null, "second: there is nothing at its 'path'"));
                    document.ToJsonString().ShouldBe(before);
                }
            );
}
