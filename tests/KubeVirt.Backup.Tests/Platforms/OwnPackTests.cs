using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Platforms;

/// <summary>What a user's own pack says of names, labels and addresses holds as what the library's packs say.</summary>
public class OwnPackTests
{
    private static readonly GroupKind Fabric = GroupKind.Parse("Fabric.acme.example.com");

    private static readonly ResourceId Yard = ResourceId.Parse("NetworkAttachmentDefinition.k8s.cni.cncf.io/shop/yard");

    private static readonly NameMap Names = new(
        namespaces: new Dictionary<string, string> { ["shop"] = "test" },
        names: new Dictionary<ResourceId, string> { [Yard] = "garden" }
    );

    [Fact]
    public void A_text_that_names_another_object_follows_that_object()
    {
        var rule = new NameTextRule([Fabric], "/spec/networks/*", ["{namespace}_{name}"], "Acme's manual")
        {
            Names = Kinds.NetworkAttachmentDefinition,
        };
        var restored = Restore(new("Acme") { NameTexts = [rule] }, "{networks: [shop_yard, other_yard, shop-yard]}");

        restored.StringAt("/spec/networks/0").ShouldBe("test_garden");
        restored.StringAt("/spec/networks/1").ShouldBe("other_yard");
        restored.StringAt("/spec/networks/2").ShouldBe("shop-yard");
    }

    [Fact]
    public void A_text_in_which_an_object_names_itself_follows_it()
    {
        var rule = new NameTextRule([Fabric], "/spec/self", ["{name}@{namespace}"], "Acme's manual");
        var restored = Restore(new("Acme") { NameTexts = [rule] }, "{self: web@shop}");
        restored.StringAt("/spec/self").ShouldBe("web@test");
    }

    [Fact]
    public void A_text_that_holds_the_own_name_in_another_form_is_reported()
    {
        var rule = new NameTextRule([Fabric], "/spec/self", ["{name}@{namespace}"], "Acme's manual");
        var result = Run(new("Acme") { NameTexts = [rule] }, "{self: 'fabric:web@shop'}");
        var finding = result.Findings.Single(finding => finding.Id == FindingIds.RenameNotFollowed);
        finding.Path.ShouldBe("/spec/self");
    }

    [Fact]
    public void A_key_that_begins_with_a_name_follows_it_and_keeps_its_rest()
    {
        var rule = new NameTextRule([Fabric], "/spec/ports", ["{namespace}.{name}/*"], "Acme's manual")
        {
            Place = NamePlace.Keys,
            Names = Kinds.NetworkAttachmentDefinition,
        };
        var restored = Restore(new("Acme") { NameTexts = [rule] }, "{ports: {shop.yard/in: a, shop.yard: b}}");

        restored.StringAt("/spec/ports/test.garden~1in").ShouldBe("a");
        restored.StringAt("/spec/ports/shop.yard").ShouldBe("b");
    }

    [Fact]
    public void A_name_in_embedded_json_follows_and_every_other_byte_stays()
    {
        var rule = new NameTextRule([Fabric], "/spec/json", ["{namespace}/{name}"], "Acme's manual")
        {
            Place = NamePlace.Json,
            Names = Kinds.NetworkAttachmentDefinition,
        };
        var restored = Restore(
            new("Acme") { NameTexts = [rule] },
            """{json: '{ "a":  ["shop/yard", "x shop/yard"] }'}"""
        );
        restored.StringAt("/spec/json").ShouldBe("""{ "a":  ["test/garden", "x shop/yard"] }""");
    }

    [Fact]
    public void A_label_of_namespaces_is_followed_in_selectors()
    {
        var pack = new PlatformPack("Acme") { NamespaceLabels = [new("acme.example.com/space", "Acme's manual")] };
        var restored = Restore(pack, "{selector: {acme.example.com/space: shop, other.example.com/space: shop}}");

        restored.StringAt("/spec/selector/acme.example.com~1space").ShouldBe("test");
        restored.StringAt("/spec/selector/other.example.com~1space").ShouldBe("shop");
    }

    [Fact]
    public void An_address_that_publishes_a_copy_is_reported()
    {
        var pack = new PlatformPack("Acme") { Published = [new(Fabric, "/spec/vip", "Acme's manual")] };
        var result = Run(pack, "{vip: 192.0.2.9}");
        var finding = result.Findings.Single(finding => finding.Id == FindingIds.AddressKept);
        finding.Message.ShouldContain("192.0.2.9");
    }

    private static Resource Restore(PlatformPack pack, string spec) => Run(pack, spec).Resources.Single();

    private static RestoreResult Run(PlatformPack pack, string spec)
    {
        var yaml = $$"""
            apiVersion: acme.example.com/v1
            kind: Fabric
            metadata: {name: web, namespace: shop}
            spec: {{spec}}
            """;
        var input = new ManifestReader().Read(Encoding.UTF8.GetBytes(yaml), "fabric.yaml").Resources;
        var graph = ResourceGraph.Create(input, BuiltInResolvers.Default, PlatformSet.Default.With(pack));
        var policy = RestorePolicy
            .CreateBuilder()
            .Add(new MapNames())
            .Add(new MapNameTexts())
            .Add(new WarnOfAddresses())
            .Build();

        return policy.Apply(graph, Names, TestContext.Current.CancellationToken);
    }
}
