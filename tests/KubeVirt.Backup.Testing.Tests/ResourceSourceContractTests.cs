using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>Our own sources hold the contract of sources, and whoever breaks a law of it is caught.</summary>
public class ResourceSourceContractTests
{
    private static readonly IReadOnlyList<Resource> Objects = TestMachines.Examples;

    private static readonly Dictionary<string, IReadOnlyCollection<string>> NoLabels = [];

    /// <summary>A law, and a source that breaks it alone or with others.</summary>
    private static readonly Dictionary<string, Func<IResourceSource>> Broken = new(StringComparer.Ordinal)
    {
        ["A name finds its object"] = () => Asked(query => query with { Names = [.. query.Names.Skip(1)] }),
        ["A name that nobody has finds nothing"] = () => new InventingSource(),
        ["A text that cannot be a name finds nothing"] = () =>
            Asked(query =>
                query.Names.All(ResourceId.IsName) ? query : throw new ArgumentException("This is no name.")
            ),
        ["A label finds its objects"] = () => Asked(query => query with { Labels = NoLabels }),
        ["One value of a label finds its objects"] = () =>
            Asked(query =>
                query.Labels.Values.Any(values => values.Contains("absent-from-every-source"))
                    ? query with
                    {
                        Labels = NoLabels,
                    }
                    : query
            ),
        ["An owner finds its objects"] = () => Asked(query => query with { OwnerUids = [] }),
        ["All finds the whole kind of a namespace"] = () => Came(all => all.Where(o => o.Id.Namespace != "office")),
        ["All without a namespace finds the whole kind"] = () =>
            Asked(query => query with { All = query.All && query.Namespace is not null }),
        ["A query is the union of its properties"] = () =>
            Asked(query => query.Names.Count > 0 ? query with { Labels = NoLabels, OwnerUids = [] } : query),
        ["A cluster-scoped object is found by its name"] = () =>
            Came(all => all.Where(o => o.Id.Namespace is not null)),
        ["What may be absent is absent without a word"] = () => new DoublingSource(Objects) { NotRead = true },
        ["Metadata alone is the whole metadata"] = () => new BareSource(Objects),
        ["Objects come whole"] = () => new BareSource(Objects),
        ["An object comes once"] = () => Came(all => all.Concat(all)),
        ["An empty wave has an empty answer"] = () => new DoublingSource(Objects) { FailsOnNothing = true },
        ["The same question has the same answer"] = () => new ForgettingSource(Objects),
        ["Waves at the same time do not disturb each other"] = () => new LonelySource(Objects),
        ["A run answers as the source does"] = () => new DoublingSource(Objects) { Run = new MemoryResourceSource([]) },
        ["A cancelled token ends a fetch"] = () => new DoublingSource(Objects) { IgnoresToken = true },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> LawNames =>
        [.. SourceSelectionLaws.All.Concat(SourceConductLaws.All).Select(law => law.Name)];

    [Fact]
    public Task Objects_in_memory_hold_it() =>
        ResourceSourceContract.VerifyAsync(new MemoryResourceSource(Objects), Objects, Token);

    [Fact]
    public async Task Folders_hold_it()
    {
        var samples = Repository.SampleManifests.Resources;
        var folder = Path.Combine(Repository.Samples, "manifests");
        var source = await FolderResourceSource.OpenAsync([folder], cancellationToken: Token);
        await ResourceSourceContract.VerifyAsync(source, samples, Token);
    }

    [Fact]
    public async Task Archives_hold_it()
    {
        using var archive = new MemoryStream();
        await VeleroArchive.WriteAsync(Objects, archive, Token);
        archive.Position = 0;
        var read = await VeleroArchive.ReadAsync(archive, "backup", cancellationToken: Token);
        await ResourceSourceContract.VerifyAsync(new MemoryResourceSource(read.Resources), Objects, Token);
    }

    [Fact]
    public async Task A_cluster_holds_it()
    {
        await using var server = await TestCluster.StartAsync(Objects);
        using var client = server.CreateClient();
        var options = new ClusterOptions { RetryDelay = TimeSpan.FromMilliseconds(1) };
        await ResourceSourceContract.VerifyAsync(new ClusterResourceSource(client, options), Objects, Token);
    }

    [Theory]
    [MemberData(nameof(LawNames))]
    public async Task Who_breaks_a_law_is_caught(string law)
    {
        var broken = await CatchAsync(Broken[law]());
        broken.Breaches.Select(breach => breach.Law).ShouldContain(law, broken.Message);
        broken.Breaches.ShouldAllBe(breach => breach.Found.Length > 0 && breach.Remedy.Length > 0);
    }

    [Fact]
    public async Task A_source_that_ignores_labels_learns_how_many_objects_came()
    {
        var broken = await CatchAsync(Broken["A label finds its objects"]());
        broken.Message.ShouldContain("0 of ");
        broken.Message.ShouldContain("objects came; missing: ");
        broken.Message.ShouldContain("Labels app in (db");
        broken.Message.ShouldContain("Answer Labels: every key, each with all of its values.");
    }

    [Fact]
    public async Task Objects_that_try_too_little_are_no_proof()
    {
        var alone = TestMachines.Create("db").Resources;
        var broken = await Should.ThrowAsync<ContractException>(() =>
            ResourceSourceContract.VerifyAsync(new MemoryResourceSource(alone), alone, Token)
        );
        broken.Message.ShouldContain("there is not an object with an owner, nor a cluster-scoped object");
    }

    private static Task<ContractException> CatchAsync(IResourceSource source) =>
        Should.ThrowAsync<ContractException>(() => ResourceSourceContract.VerifyAsync(source, Objects, Token));

    private static DoublingSource Asked(Func<ResourceQuery, ResourceQuery> change) => new(Objects) { Ask = change };

    private static DoublingSource Came(Func<IEnumerable<Resource>, IEnumerable<Resource>> change) =>
        new(Objects) { Answer = change };
}
