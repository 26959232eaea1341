using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>What is said of many absent objects at once: how many, which of them, and how bad it is.</summary>
public class AbsentTextTests
{
    private static readonly ResourceQuery List = new(Things.Kind, "ns") { All = true };

    [Theory]
    [InlineData(1, "Thing.example.org/ns/t0 could not be read,")]
    [InlineData(5, "Thing.example.org/ns/t3, Thing.example.org/ns/t4 could not be read,")]
    [InlineData(7, "Thing.example.org/ns/t4 and 2 more could not be read,")]
    public async Task Five_of_those_that_were_not_read_are_named_and_the_others_counted(int count, string expected)
    {
        string[] needs = [.. Enumerable.Range(0, count).Select(n => $"t{n}")];
        var found = await NotReadAsync(Things.Make("a", needs));

        found.Message.ShouldStartWith("Thing.example.org/ns/t0");
        found.Message.ShouldContain(expected);
        (found.Severity, found.Resource).ShouldBe((FindingSeverity.Error, Things.Id("a")));
    }

    [Fact]
    public async Task What_was_read_needs_no_finding_beside_what_was_not() =>
        (await BuildAsync(Things.Make("a", []))).Findings.ShouldBeEmpty();

    private static async Task<Finding> NotReadAsync(Resource root) =>
        (await BuildAsync(root)).Findings.Single(finding => finding.Id == FindingIds.ReferenceNotRead);

    private static async Task<ResourceGraph> BuildAsync(Resource root) =>
        await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
            new Alone(root),
            [root.Id],
            TestContext.Current.CancellationToken
        );

    /// <summary>A source that gives its one object, and may not read the list of its kind.</summary>
    private sealed class Alone(Resource resource) : IResourceSource
    {
        public ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        ) => new(new ResourceAnswer([resource]) { NotRead = [List] });
    }
}
