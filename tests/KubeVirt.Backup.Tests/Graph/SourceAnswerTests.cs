using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>What a source says beside its objects comes through: its findings, and what it could not read.</summary>
public class SourceAnswerTests
{
    private static readonly ResourceId Root = Things.Id("a");
    private static readonly Finding Said = new("X1", FindingSeverity.Warning, null, null, "The source is slow.");
    private static readonly ResourceQuery List = new(Things.Kind, "ns") { All = true };

    [Fact]
    public async Task Findings_of_a_source_are_those_of_the_graph() =>
        (await BuildAsync(answer => answer with { Findings = [Said] })).Findings.ShouldContain(Said);

    [Fact]
    public async Task A_list_that_was_not_read_is_kept_and_leaves_open_all_that_was_asked_of_it()
    {
        var graph = await BuildAsync(answer => answer with { NotRead = [List] });

        graph.NotRead.ShouldContain(List);
        graph
            .Nodes.Where(node => node.IsNotRead)
            .Select(node => node.Id)
            .ShouldBe([Things.Id("gone"), Things.Id("lost")]);
        graph.Nodes.ShouldNotContain(node => node.IsMissing);
    }

    [Fact]
    public async Task Names_that_were_not_read_leave_open_those_alone()
    {
        ResourceQuery oneName = new(Things.Kind, "ns") { Names = ["lost", "not/a name", "nobody asked"] };
        var graph = await BuildAsync(answer => answer with { NotRead = [oneName] });

        graph.Nodes.Where(node => node.IsNotRead).Select(node => node.Id).ShouldBe([Things.Id("lost")]);
        graph.Nodes.Where(node => node.IsMissing).Select(node => node.Id).ShouldBe([Things.Id("gone")]);
    }

    [Theory]
    [InlineData(1, "Thing.example.org/ns/t0 could not be read,")]
    [InlineData(5, "Thing.example.org/ns/t3, Thing.example.org/ns/t4 could not be read,")]
    [InlineData(7, "Thing.example.org/ns/t4 and 2 more could not be read,")]
    public async Task Five_of_those_that_were_not_read_are_named_and_the_others_counted(int count, string expected)
    {
        var root = Things.Make("a", Enumerable.Range(0, count).Select(n => $"t{n}"));
        var graph = await BuildAsync(answer => answer with { NotRead = [List] }, root);
        var found = graph.Findings.Where(one => one.Id == FindingIds.ReferenceNotRead).ShouldHaveSingleItem();

        found.Message.ShouldStartWith("Thing.example.org/ns/t0");
        found.Message.ShouldContain(expected);
        (found.Severity, found.Resource).ShouldBe((FindingSeverity.Error, Root));
    }

    [Fact]
    public async Task Who_needs_nothing_of_what_was_not_read_gets_no_finding() =>
        (await BuildAsync(answer => answer with { NotRead = [List] }, Things.Make("a", []))).Findings.ShouldBeEmpty();

    [Fact]
    public async Task The_first_of_two_objects_with_one_id_counts()
    {
        var first = Things.Make("a", ["first"]);
        var graph = await BuildAsync(
            answer => answer with { Resources = [.. answer.Resources, Things.Make("a", ["second"])] },
            first
        );

        graph.Nodes.Select(node => node.Id.Name).ShouldBe(["a", "first"]);
    }

    [Fact]
    public async Task What_was_found_is_found_though_its_list_was_not_read() =>
        (await BuildAsync(answer => answer with { NotRead = [List] }))
            .Find(Things.Id("b"))!
            .Value.State.ShouldBe(NodeState.Observed);

    [Fact]
    public async Task A_root_that_is_not_there_is_said_to_be_absent_and_one_that_is_left_out_why()
    {
        ResourceId[] roots = [Root, Things.Id("nobody")];
        var source = new MemoryResourceSource(Things.Parse("a>b"));
        var builder = new ResourceGraphBuilder(Things.Resolvers)
        {
            LeaveOut = resource => resource.Id == Root ? "It is marked so." : null,
        };
        var graph = await builder.BuildAsync(source, roots, TestContext.Current.CancellationToken);

        var absent = graph.Findings.Where(finding => finding.Id == FindingIds.MissingRoot);
        absent
            .Select(finding => finding.Message)
            .ShouldBe([
                $"The root {Root} is left out. It is marked so. Choose another root, or change the selection.",
                $"The root {Things.Id("nobody")} was not found. Check its kind, namespace and name.",
            ]);
        graph.Roots.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_with_all_that_it_names_is_unknown_where_a_list_was_not_read()
    {
        var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm");
        Resource[] resources =
        [
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},
                "spec":{"runStrategy":"Halted","template":{"spec":{"domain":{},"volumes":[]}}}}
                """
            ),
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ns"}}"""),
        ];
        var guests = new ResourceQuery(Kinds.VirtualMachineInstance, "ns") { All = true };
        var source = new Answering(resources, answer => answer with { NotRead = [guests] });
        var plan = await BackupPlanner.PlanAsync(
            source,
            new PlanOptions { Roots = [machine] },
            TestContext.Current.CancellationToken
        );

        plan.Judge().Single().Outcome.ShouldBe(Restorability.Unknown);
    }

    /// <summary>The graph of what a needs, one of which is there and two are not.</summary>
    private static Task<ResourceGraph> BuildAsync(Func<ResourceAnswer, ResourceAnswer> answers) =>
        BuildAsync(answers, [.. Things.Parse("a>b a>gone a>lost b")]);

    private static async Task<ResourceGraph> BuildAsync(
        Func<ResourceAnswer, ResourceAnswer> answers,
        params Resource[] resources
    ) =>
        await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
            new Answering(resources, answers),
            [Root],
            TestContext.Current.CancellationToken
        );

    /// <summary>A source in memory whose answers are changed on their way.</summary>
    private sealed class Answering(IReadOnlyList<Resource> resources, Func<ResourceAnswer, ResourceAnswer> answers)
        : IResourceSource
    {
        private readonly MemoryResourceSource _all = new(resources);

        public async ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        ) => answers(await _all.FetchAsync(wave, cancellationToken));
    }
}
