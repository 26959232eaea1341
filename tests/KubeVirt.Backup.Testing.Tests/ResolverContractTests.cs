using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>Our own resolvers hold the contract of resolvers, and whoever breaks a law of it is caught.</summary>
public class ResolverContractTests
{
    private static readonly IReadOnlyList<Resource> Objects =
    [
        .. Repository.SampleManifests.Resources.Concat(TestMachines.Examples).DistinctBy(o => o.Id),
    ];

    private static readonly Dictionary<string, Action<Resource, ReferenceCollector>> Broken = new(
        StringComparer.Ordinal
    )
    {
        ["An example has a reference"] = (_, _) => { },
        ["The same object has the same references"] = (o, found) =>
            found.Add(Good(o) with { Why = $"{Guid.NewGuid()}" }),
        ["What others found stays"] = (o, found) =>
        {
            found.Clear();
            found.Add(Good(o));
        },
        ["An object is left as it is"] = (o, found) =>
        {
            Scribble.On(o);
            found.Add(Good(o));
        },
        ["No odd object is too much"] = (o, found) =>
        {
            _ = o.At("/spec/runStrategy")!.Value.GetString()!.Length;
            found.Add(Good(o));
        },
        ["A reference says where it stands"] = (o, found) => found.Add(Good(o) with { Form = ReferenceForm.Name }),
        ["A reference says why"] = (o, found) => found.Add(Good(o) with { Why = " " }),
        ["No object refers to itself"] = (o, found) =>
            found.Add(Good(o) with { Target = ReferenceTarget.Named(o.Id), Path = "/metadata/name" }),
    };

    public static TheoryData<string> LawNames => [.. ResolverLaws.All.Select(law => law.Name)];

    public static TheoryData<string> Resolvers =>
        [
            .. BuiltInResolvers
                .Default.Resolvers.Where(resolver => IsTried(resolver))
                .Select(resolver => resolver.GetType().Name),
        ];

    [Theory]
    [MemberData(nameof(Resolvers))]
    public void Built_in_resolvers_hold_it(string name) =>
        ResolverContract.Verify(BuiltInResolvers.Default.Resolvers.Single(r => r.GetType().Name == name), Objects);

    [Fact]
    public void The_examples_try_many_resolvers() => Resolvers.Count.ShouldBeGreaterThanOrEqualTo(15);

    [Theory]
    [MemberData(nameof(LawNames))]
    public void Who_breaks_a_law_is_caught(string law)
    {
        // Copies, as one of them writes into their memory.
        var copies = TestMachines.Examples.Select(o => new Resource(o.Id, o.ApiVersion, o.Json.ToArray()));
        var broken = Should.Throw<ContractException>(() =>
            ResolverContract.Verify(new LambdaResolver(Broken[law]), copies)
        );
        broken.Breaches.Select(breach => breach.Law).ShouldContain(law, broken.Message);
    }

    [Fact]
    public void Who_finds_a_reference_where_it_stands_holds_it() =>
        ResolverContract.Verify(new LambdaResolver((o, found) => found.Add(Good(o))), TestMachines.Examples);

    private static bool IsTried(IResourceResolver resolver) =>
        Objects
            .Where(o => resolver.Kind is null || o.Id.Kind == resolver.Kind)
            .Any(o => new ResolverTrial(resolver, []).Resolve(o).References.Count > 0);

    /// <summary>A reference as it should be, by the label that each test machine has.</summary>
    private static Reference Good(Resource o) =>
        Reference.Derived(
            ReferenceTarget.Named(new ResourceId(Kinds.ConfigMap, o.Id.Namespace, "settings")),
            "/metadata/name",
            Relation.Needs,
            Requirement.Optional,
            "settings of the machine"
        );

    private sealed class LambdaResolver(Action<Resource, ReferenceCollector> resolve) : IResourceResolver
    {
        public GroupKind? Kind => Kinds.VirtualMachine;

        public void Resolve(Resource resource, ReferenceCollector references) => resolve(resource, references);
    }
}
