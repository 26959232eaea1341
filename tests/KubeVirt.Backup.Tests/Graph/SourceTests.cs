using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

public class SourceTests
{
    private static readonly GroupKind Secret = Kinds.Secret;

    private readonly MemoryResourceSource _source = new([
        Make("a", "labels: {app: one}"),
        Make("b", "labels: {app: two}"),
        Make("c", "ownerReferences: [{uid: u1}]"),
        Make("d", "name: d"),
    ]);

    [Fact]
    public async Task Names_are_answered_and_what_is_not_there_is_not() =>
        (await Ask(new ResourceQuery(Secret, "ns") { Names = ["a", "nobody", "not/a name"] })).ShouldBe(["a"]);

    [Fact]
    public async Task Labels_owners_and_names_are_a_union() =>
        (
            await Ask(
                new ResourceQuery(Secret, "ns")
                {
                    Names = ["a", "d"],
                    OwnerUids = ["u1"],
                    Labels = new Dictionary<string, IReadOnlyCollection<string>> { ["app"] = ["two", "three"] },
                }
            )
        ).ShouldBe(["a", "b", "c", "d"]);

    [Fact]
    public async Task All_is_all_of_a_kind_in_one_namespace_or_in_every_one()
    {
        (await Ask(new ResourceQuery(Secret, "ns") { All = true })).Count.ShouldBe(4);
        (await Ask(new ResourceQuery(Secret, null) { All = true })).Count.ShouldBe(4);
        (await Ask(new ResourceQuery(Secret, "elsewhere") { All = true })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_is_a_source_as_memory_is()
    {
        var source = await FolderResourceSource.OpenAsync(
            [Path.Combine(Repository.Samples, "manifests")],
            cancellationToken: TestContext.Current.CancellationToken
        );
        source.Findings.ShouldBeEmpty();
        var plan = await BackupPlanner.PlanAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        plan.ToString().ShouldBe(BackupPlanner.Plan(Repository.SampleManifests).ToString());
    }

    [Fact]
    public void A_set_of_resolvers_grows_shrinks_and_is_exchanged_without_changing_itself()
    {
        var before = BuiltInResolvers.Default.Resolvers.Count;
        BuiltInResolvers.Default.With(new NamespaceResolver()).Resolvers.Count.ShouldBe(before + 1);
        BuiltInResolvers
            .Default.Without<PodResolver>()
            .For(Kinds.Pod)
            .ShouldNotContain(resolver => resolver is PodResolver);
        var mine = new PodResolver();
        BuiltInResolvers
            .Default.Replace(mine)
            .For(Kinds.Pod)
            .OfType<PodResolver>()
            .ShouldHaveSingleItem()
            .ShouldBeSameAs(mine);
        BuiltInResolvers.Default.Resolvers.Count.ShouldBe(before);
    }

    private static Resource Make(string name, string metadata) =>
        new ManifestReader()
            .Read(
                System.Text.Encoding.UTF8.GetBytes(
                    $"apiVersion: v1\nkind: Secret\nmetadata:\n  namespace: ns\n{(metadata.StartsWith("name", StringComparison.Ordinal) ? "" : $"  name: {name}\n")}  {metadata}\n"
                ),
                "test"
            )
            .Resources.Single();

    private async Task<IReadOnlyList<string>> Ask(ResourceQuery query) =>
        [
            .. (await _source.FetchAsync([query], TestContext.Current.CancellationToken))
                .Resources.Select(resource => resource.Id.Name)
                .Order(StringComparer.Ordinal),
        ];
}
