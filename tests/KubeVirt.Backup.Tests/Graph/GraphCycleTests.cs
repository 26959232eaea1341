using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>Objects that need or own each other: one set, one finding, one path, and always the same.</summary>
public class GraphCycleTests
{
    [Fact]
    public void A_cycle_of_needs_stands_in_one_set_and_is_named_by_one_path()
    {
        var graph = Things.Graph("a>b b>c c>a d>a e");
        Things.Sets(graph).ShouldBe(["a b c e", "d"]);
        var finding = graph.Findings.ShouldHaveSingleItem();
        finding.Id.ShouldBe("KVB1004");
        finding.Message.ShouldContain(
            "Thing.example.org/ns/a -> Thing.example.org/ns/b -> Thing.example.org/ns/c -> Thing.example.org/ns/a"
        );
    }

    [Fact]
    public void An_object_that_needs_itself_is_a_cycle_of_one()
    {
        var graph = Things.Graph("a>a b>a");
        Things.Sets(graph).ShouldBe(["a", "b"]);
        graph.Findings.ShouldHaveSingleItem().Message.ShouldContain("Thing.example.org/ns/a -> Thing.example.org/ns/a");
    }

    [Fact]
    public void Two_cycles_are_two_findings() =>
        Things.Graph("a>b b>a x>y y>x b>x").Findings.Count(finding => finding.Id == "KVB1004").ShouldBe(2);

    [Fact]
    public void A_cycle_of_owners_is_reported_and_orders_nothing()
    {
        var graph = Things.Graph("a^b b^a");
        Things.Sets(graph).ShouldBe(["a b"]);
        graph.Findings.ShouldHaveSingleItem().Id.ShouldBe("KVB1005");
    }

    [Fact]
    public void Objects_that_need_themselves_are_told_beside_a_cycle_in_the_order_of_ids()
    {
        var graph = Things.Graph("d>d b>c c>b a>a e>a");
        Things.Sets(graph).ShouldBe(["a b c d", "e"]);
        Told(graph).ShouldBe(["a -> a", "b -> c -> b", "d -> d"]);
    }

    // The member of a cycle that needs itself, too, is told once.
    [Fact]
    public void A_cycle_is_told_instead_of_that_of_a_member_that_needs_itself() =>
        Told(Things.Graph("a>a a>b b>a")).ShouldBe(["a -> b -> a"]);

    [Fact]
    public void Objects_that_need_themselves_alone_are_told_in_the_order_of_ids() =>
        Told(Things.Graph("c>c a>a b>b")).ShouldBe(["a -> a", "b -> b", "c -> c"]);

    [Theory]
    [InlineData("a>b a>c b>a c>a")]
    [InlineData("c>a b>a a>c a>b")]
    public void Of_two_cycles_of_one_length_the_one_of_smaller_ids_is_told(string needs) =>
        Told(Things.Graph(needs)).ShouldBe(["a -> b -> a"]);

    [Fact]
    public void The_shortest_way_around_is_told() =>
        Told(Things.Graph("a>b b>c c>d d>a c>a")).ShouldBe(["a -> b -> c -> a"]);

    [Fact]
    public void Of_a_long_cycle_both_ends_are_told_and_how_many_are_between()
    {
        var names = Enumerable.Range(10, 20).Select(n => $"t{n}").ToList();
        var needs = names.Zip(names.Skip(1).Append(names[0]), (one, next) => $"{one}>{next}");

        Told(Things.Graph(string.Join(' ', needs)))
            .ShouldBe([
                "t10 -> t11 -> t12 -> t13 -> t14 -> t15 -> ... 9 more ... "
                    + "-> t25 -> t26 -> t27 -> t28 -> t29 -> t10",
            ]);
    }

    [Fact]
    public void A_cycle_of_twelve_steps_is_told_whole() =>
        Told(Things.Graph("a>b b>c c>d d>e e>f f>g g>h h>i i>j j>k k>a"))
            .ShouldBe(["a -> b -> c -> d -> e -> f -> g -> h -> i -> j -> k -> a"]);

    /// <summary>The paths of the findings on cycles of needs, by names alone.</summary>
    private static IEnumerable<string> Told(ResourceGraph graph) =>
        from finding in graph.Findings
        where finding.Id == "KVB1004"
        let path = finding.Message.Split(": ")[1].Split(". None")[0]
        select path.Replace("Thing.example.org/ns/", "", StringComparison.Ordinal);
}
