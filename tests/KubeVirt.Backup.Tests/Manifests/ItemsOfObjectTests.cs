using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>Whether an object with items is a list is known at its end only, as its kind stands there.</summary>
public class ItemsOfObjectTests
{
    private const string Other = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}""";

    [Fact]
    public void Items_of_what_is_no_list_need_be_no_objects()
    {
        var set = Manifest.Read(
            """{"items":[1,{"a":"b"},["c"],{"kind":"x","items":[2]}],"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}"""
        );

        set.Findings.ShouldBeEmpty();
        set.Names().ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(400, false)]
    public void Items_of_what_is_no_list_count_with_the_depth_of_the_whole(int levels, bool isKept)
    {
        var items = string.Concat(Enumerable.Repeat("\"items\":[{", levels));
        var ends = string.Concat(Enumerable.Repeat("}]", levels));
        var text =
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"deep"},""" + items + ends + "}\n" + Other;

        var set = Manifest.Read(text, new ManifestOptions { MaxDepth = 10 });

        set.Names().ShouldBe(isKept ? ["deep", "b"] : ["b"]);
        if (!isKept)
            set.OnlyFinding(FindingIds.DocumentTooLarge).Message.ShouldContain("deeper than 10 levels");
    }

    [Fact]
    public void Lists_within_lists_do_not_count_with_the_depth_of_their_items()
    {
        const int Levels = 30;
        var lists = string.Concat(Enumerable.Repeat("""{"apiVersion":"v1","kind":"List","items":[""", Levels));
        var ends = string.Concat(Enumerable.Repeat("]}", Levels));

        var set = Manifest.Read(lists + Other + ends, new ManifestOptions { MaxDepth = 10 });

        set.Findings.ShouldBeEmpty();
        set.Names().ShouldBe(["b"]);
    }
}
