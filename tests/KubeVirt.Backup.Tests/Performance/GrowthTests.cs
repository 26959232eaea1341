using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Performance;

/// <summary>
/// What is there ten times as often costs ten times as much, by counts that are the same on every machine. Benchmarks
/// tell the times of the same <see cref="Crowds"/>.
/// </summary>
public class GrowthTests
{
    private const int Few = 300;

    private static readonly NameMap Names = new(namespaces: new Dictionary<string, string> { ["shop"] = "test" });

    // Those of one machine are worked on by one thread, whose bytes are counted exactly.
    [Theory]
    [InlineData("interfaces and networks of one machine")]
    [InlineData("networks annotation of one machine")]
    [InlineData("hook sidecars of one machine")]
    public void Planning_and_restoring_a_large_machine_takes_memory_in_proportion(string crowd)
    {
        var few = Bytes(crowd, Few);
        var many = Bytes(crowd, 10 * Few);
        many.ShouldBeLessThan(13 * few);
    }

    [Theory]
    [InlineData("machines with one account and its rights")]
    [InlineData("machines with a Service each, and one policy for all")]
    public void A_walk_from_a_machine_passes_a_hub_without_looking_at_all_that_the_hub_chooses(string crowd)
    {
        var steps = MostSteps(crowd, 10);
        steps.ShouldBeGreaterThan(1);
        MostSteps(crowd, 100).ShouldBe(steps);
    }

    [Fact]
    public void Selectors_by_expressions_choose_what_they_ask_for_alone()
    {
        var graph = Graph("machines with a budget each, by expressions", 50);
        var chosen = graph.Edges.Where(edge => edge.Relation == Relation.Selects).ToList();
        chosen.Count.ShouldBe(50);
        chosen.ShouldAllBe(edge => edge.To.Name == edge.From.Name.Replace("budget-", "vm-", StringComparison.Ordinal));
    }

    private static long Bytes(string crowd, int count)
    {
        var resources = Make(crowd, count);
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Run()
        {
            var plan = BackupPlanner.Plan(resources, null);
            var result = RestorePresets.Unique.Apply(plan.Graph, Names);
            result.Findings.Count.ShouldBeGreaterThanOrEqualTo(0);
            plan.ToText().ShouldNotBeEmpty();
        }
    }

    /// <summary>The most steps that a walk from any of the machines looks at.</summary>
    private static int MostSteps(string crowd, int count)
    {
        var graph = Graph(crowd, count);
        var machines = Enumerable
            .Range(0, graph.Nodes.Count)
            .Where(node => graph.Nodes[node].Id.Kind == Kinds.VirtualMachine);

        return machines.Max(machine =>
            GraphWalk.Reach(graph.Links, [machine]).Sum(node => graph.Links.Steps.From(node).Length)
        );
    }

    private static ResourceGraph Graph(string crowd, int count) =>
        ResourceGraph.Create(Make(crowd, count), BuiltInResolvers.Default);

    private static List<Resource> Make(string crowd, int count) =>
        [.. Crowds.All.Single(found => found.Name == crowd).Make(count)];
}
