using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Testing.Schemas;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// Holds every path that a resolver reads against the CustomResourceDefinitions of the APIs, where these lie beside the
/// repository.
/// </summary>
public class SchemaPathTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "crds"));

    private static readonly Lazy<IReadOnlyDictionary<GroupKind, CrdSchema>> Schemas = new(() =>
        CrdSchemas.ReadFolder(Folder)
    );

    public static TheoryData<string, string> Paths
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var resolver in Tables())
            {
                // What stands in the metadata is the same for all kinds and in no schema.
                foreach (
                    var path in resolver.Paths.Where(path => !path.StartsWith("/metadata/", StringComparison.Ordinal))
                )
                    data.Add(resolver.Kind!.Value.ToString(), path);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_that_is_read_exists_in_every_served_version(string kind, string path)
    {
        SkipWithoutSchemas();
        Schemas.Value[GroupKind.Parse(kind)].Problems(path, TypeOf(kind, path)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/spec/template/spec/volumes/*/secret/secretName", "string")]
    [InlineData("/spec/template/spec/volumes/*/secret/optional", "boolean")]
    public void The_expected_type_is_the_one_that_the_resolver_accepts(string path, string type) =>
        TypeOf("VirtualMachine.kubevirt.io", path).ShouldBe(type);

    [Fact]
    public void A_number_that_the_resolver_accepts_is_expected() =>
        TypeOf("VirtualMachinePool.pool.kubevirt.io", "/spec/replicas").ShouldBe("integer");

    // Kinds of Kubernetes itself are in no CustomResourceDefinition, and those of other operators are not among these.
    private static IEnumerable<TableResolver> Tables() =>
        BuiltInResolvers
            .Default.Resolvers.OfType<TableResolver>()
            .Where(resolver =>
                resolver.Kind is { } kind
                && (IsOfKubeVirt(kind.Group) || Schemas.Value.ContainsKey(kind))
                && kind.Group != Kinds.VirtualMachineTemplate.Group
            );

    private static bool IsOfKubeVirt(string group) =>
        group == "kubevirt.io" || group.EndsWith(".kubevirt.io", StringComparison.Ordinal);

    private static void SkipWithoutSchemas() =>
        Assert.SkipUnless(Directory.Exists(Folder), $"There are no CustomResourceDefinitions in {Folder}.");

    /// <summary>
    /// The type is asked of the resolver itself: a number is neither, and the finding says what was expected.
    /// </summary>
    private static string TypeOf(string kind, string path)
    {
        var resolver = Tables()
            .Single(resolver => resolver.Kind == GroupKind.Parse(kind) && resolver.Paths.Contains(path));
        var references = new ReferenceCollector();
        resolver.Resolve(Resource.Parse(Encoding.UTF8.GetBytes(WithNumberAt(kind, path))), references);
        var finding = references.Findings.SingleOrDefault(finding => finding.Id == FindingIds.UnexpectedType);
        if (finding is null)
            return "integer";
        return finding.Message.StartsWith("Expected true or false", StringComparison.Ordinal) ? "boolean" : "string";
    }

    private static string WithNumberAt(string kind, string path)
    {
        var json = "5";
        foreach (var token in path.Split('/').Skip(1).Reverse())
            json =
                token == "*"
                    ? $"[{json}]"
                    : $$"""{"{{token.Replace("~1", "/", StringComparison.Ordinal)}}":{{json}}}""";
        var group = GroupKind.Parse(kind);
        var version = group.Group.Length == 0 ? "v1" : $"{group.Group}/v1";
        return $$"""{"apiVersion":"{{version}}","kind":"{{group.Kind}}","metadata":{"name":"x"},{{json[1..]}}""";
    }
}
