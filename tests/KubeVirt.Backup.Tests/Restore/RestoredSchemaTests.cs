using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Testing.Schemas;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What a restore makes of real objects is what the real schemas take: a policy adds no violation that the backup did
/// not have.
/// </summary>
public class RestoredSchemaTests
{
    private static readonly NameMap Names = new(
        new Dictionary<string, string> { ["shop"] = "copy", ["default"] = "copy2" }
    );

    [Fact]
    public void The_schemas_refuse_what_is_wrong()
    {
        var schemas = CrdSchemas.ReadFolder(Repository.Shared("crds"));
        string Check(string json) => string.Join('\n', schemas[Kinds.VirtualMachine].Violations(Resource.Parse(json)));
        Check(
                """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","labels":{"x":"y"}},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{}}}}}}"""
            )
            .ShouldBeEmpty();
        Check(
                """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{}},"volumes":[{"name":1}],"mistake":2}}}}"""
            )
            .ShouldBe(
                "VirtualMachine.kubevirt.io/default/a /spec/template/spec/mistake: is no field\nVirtualMachine.kubevirt.io/default/a /spec/template/spec/volumes/0/name: is a Number, not string"
            );
        Check("""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a"}}""")
            .ShouldBe("VirtualMachine.kubevirt.io/default/a /spec: is required");
    }

    [Fact]
    public async Task Every_preset_keeps_to_the_schemas_for_samples_mixed_machines_and_the_corpus()
    {
        var schemas = CrdSchemas.ReadFolder(Repository.Shared("crds"));
        var sources = Directory
            .EnumerateFiles(Repository.Shared("corpus"), "*", SearchOption.AllDirectories)
            .Append(Repository.PathOf("docs", "samples", "manifests"))
            .Append(Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "Namespaces"))
            .ToList();
        var checkedObjects = 0;
        foreach (var source in sources)
        {
            var resources = (
                await new ManifestReader().ReadPathsAsync([source], TestContext.Current.CancellationToken)
            ).Resources;
            var graph = ResourceGraph.Create(resources, BuiltInResolvers.Default);
            var before = resources.SelectMany(resource => Violations(schemas, resource)).Select(Place).ToHashSet();
            foreach (var preset in new[] { RestorePresets.Guide, RestorePresets.Preserve, RestorePresets.Unique })
            {
                foreach (var resource in preset.Apply(graph, Names, TestContext.Current.CancellationToken).Resources)
                {
                    checkedObjects++;
                    Violations(schemas, ReadBack(resource))
                        .Where(violation => !before.Contains(Place(violation)))
                        .ShouldBeEmpty($"{source} by {preset.Name}");
                }
            }
        }

        checkedObjects.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task The_samples_and_the_mixed_machines_are_such_as_an_API_server_takes()
    {
        var schemas = CrdSchemas.ReadFolder(Repository.Shared("crds"));
        var manifests = await new ManifestReader().ReadPathsAsync(
            [
                Repository.PathOf("docs", "samples", "manifests"),
                Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "Namespaces"),
            ],
            TestContext.Current.CancellationToken
        );
        manifests.Resources.SelectMany(resource => Violations(schemas, resource)).ShouldBeEmpty();
    }

    // As a user applies it: through the YAML that is written.
    private static Resource ReadBack(Resource resource) =>
        new ManifestReader().Read(Encoding.UTF8.GetBytes(ManifestWriter.ToYaml(resource)), "set").Resources.Single();

    private static IEnumerable<string> Violations(
        IReadOnlyDictionary<GroupKind, CrdSchema> schemas,
        Resource resource
    ) => schemas.TryGetValue(resource.Id.Kind, out var schema) ? schema.Violations(resource) : [];

    /// <summary>A violation without the name of the object, which a restore may change.</summary>
    private static string Place(string violation) => violation[violation.IndexOf(" /", StringComparison.Ordinal)..];
}
