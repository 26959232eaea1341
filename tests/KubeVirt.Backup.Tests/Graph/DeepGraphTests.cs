using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>Graphs as deep as nobody draws them.</summary>
public class DeepGraphTests
{
    [Fact]
    public void A_chain_of_a_hundred_thousand_needs_no_deep_stack()
    {
        var chain = Enumerable
            .Range(0, 100_000)
            .Select(n => Things.Make($"t{n}", [$"t{n + 1}"], owners: [$"t{n + 1}"]))
            .Append(Things.Make("t100000", []))
            .ToList();
        ResourceGraph? graph = null;
        var thread = new Thread(() => graph = ResourceGraph.Create(chain, Things.Resolvers), 256 * 1024);
        thread.Start();
        thread.Join();
        graph!.Sets.Count.ShouldBe(100_001);
    }

    [Fact]
    public void A_thousand_machines_on_a_long_chain_are_counted_up_to_the_limit()
    {
        var chain = Enumerable.Range(0, 5000).Select(n => $"s{n}>s{n + 1}");
        var machines = Enumerable.Range(1000, 1000).Select(n => $"vm{n}").ToList();
        var needs = chain.Concat(machines.Select(vm => $"{vm}>s0"));
        var graph = Things.Graph(string.Join(' ', needs)).Subgraph(machines.Select(Things.Id));
        var shared = graph.Shared();
        shared.Count.ShouldBe(5001);
        shared.ShouldAllBe(resource => resource.Users.Count == 100 && resource.HasMore);
        shared[0]
            .ToString()
            .ShouldBe(
                "Thing.example.org/ns/s0: Thing.example.org/ns/vm1000, Thing.example.org/ns/vm1001, Thing.example.org/ns/vm1002 and more than 97 more"
            );
        graph.Shared(int.MaxValue).ShouldAllBe(resource => resource.Users.Count == 1000 && !resource.HasMore);
        Should.Throw<ArgumentOutOfRangeException>(() => graph.Shared(0));
    }
}
