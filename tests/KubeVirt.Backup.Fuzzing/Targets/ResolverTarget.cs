using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Each resolver, on the objects of its kind.</summary>
internal sealed class ResolverTarget : FuzzTarget
{
    public override string Name => "resolver";

    public override string Meaning => "a recipe for objects";

    public override IEnumerable<byte[]> Seeds => Recipes.Seeds();

    public override int MaxLength => 64;

    // A few bytes choose a fixture of thousands.
    public override long AllocatedPerByte => 1 << 20;

    protected override void TryInput(byte[] input)
    {
        var set = new ManifestReader().Read(Recipes.Make(input), "input");
        foreach (var resource in set.Resources)
            Check(resource);

        var graph = ResourceGraph.Create(set.Resources, BuiltInResolvers.Default);
        foreach (var finding in graph.Findings)
        {
            ManifestPromises.Check(finding);
            Promise.That(finding.Id != FindingIds.ResolverFailed, $"a resolver throws: {finding.Message}");
        }

        var isObserved = set.Resources.All(resource => graph.Find(resource.Id)?.State == NodeState.Observed);
        Promise.That(isObserved, $"an object is lost");
    }

    private static void Check(Resource resource)
    {
        foreach (var resolver in BuiltInResolvers.Default.For(resource.Id.Kind))
        {
            var found = Resolve(resolver, resource);
            Promise.Same(found, Resolve(resolver, resource), $"what {resolver} finds in {resource}");
        }
    }

    private static string Resolve(IResourceResolver resolver, Resource resource)
    {
        var references = new ReferenceCollector();
        resolver.Resolve(resource, references);
        foreach (var reference in references.References)
            Promise.That(reference.Path.Length == 0 || reference.Path[0] == '/', $"{reference.Path} is no pointer");

        return string.Join('\n', references.References);
    }
}
