using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>Why an object is in a graph: a chain of references from a root, each of which joins on to the one before.</summary>
public class ExplainTests
{
    private static readonly ResourceGraph Samples = BackupPlanner.Plan(Repository.SampleManifests).Graph;

    [Fact]
    public void Every_object_that_is_no_root_is_reached_by_a_chain_from_one()
    {
        foreach (var node in Samples.Nodes.Where(node => !Samples.Roots.Contains(node.Id)))
        {
            var chain = Samples.Explain(node.Id);
            chain.ShouldNotBeEmpty(node.ToString());

            // A neighbour names what it stands beside, so its reference is gone along backwards.
            var reached = Samples.Roots.ToHashSet();
            foreach (var edge in chain)
            {
                (reached.Contains(edge.From) || reached.Contains(edge.To)).ShouldBeTrue(
                    $"{node}: {edge.From} -> {edge.To}"
                );
                reached = [reached.Contains(edge.From) ? edge.To : edge.From];
            }

            reached.ShouldBe([node.Id]);
        }
    }

    [Fact]
    public void A_root_and_what_is_not_there_need_no_reason()
    {
        Samples.Explain(Samples.Roots[0]).ShouldBeEmpty();
        Samples.Explain(Things.Id("nobody")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a>b b>c c>d d", "d", "a>b b>c c>d")]
    [InlineData("a>b b>c c>d a>c d", "d", "a>c c>d")]
    [InlineData("a>b", "b", "a>b")]
    public async Task The_shortest_chain_is_told(string things, string end, string chain)
    {
        var source = new MemoryResourceSource(Things.Parse(things));
        var graph = await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
            source,
            [Things.Id("a")],
            TestContext.Current.CancellationToken
        );
        var path = graph.Explain(Things.Id(end));

        string.Join(' ', path.Select(edge => $"{edge.From.Name}>{edge.To.Name}")).ShouldBe(chain);
    }
}
