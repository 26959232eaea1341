using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class TargetTests
{
    private static readonly ResourceGraph Sample = ResourceGraph.Create(
        Repository.SampleManifests.Resources,
        BuiltInResolvers.Default
    );

    private RestoreResult Moved { get; } =
        RestorePresets.Preserve.Apply(
            Sample,
            new NameMap(
                namespaces: new Dictionary<string, string> { ["shop"] = "test" },
                names: new Dictionary<ResourceId, string>
                {
                    [ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db")] = "db2",
                }
            )
        );

    [Fact]
    public void The_needs_name_what_is_not_restored_by_its_name_in_the_target()
    {
        var needs = TargetNeeds.Of(Moved);
        needs.Namespaces.ShouldBe(["golden-images", "net-shared", "test"]);
        needs.Apis.Select(api => api.Kind).ShouldContain("VirtualMachine");
        var storage = needs.Objects.Single(need =>
            need.Resource == ResourceId.Parse("StorageClass.storage.k8s.io/ceph-rbd")
        );
        storage.IsRequired.ShouldBeTrue();
        storage.References.ShouldContain(edge =>
            edge.From == ResourceId.Parse("PersistentVolumeClaim/test/db-root") && edge.Path == "/spec/storageClassName"
        );
    }

    [Fact]
    public void What_is_restored_or_made_anew_is_no_need()
    {
        var objects = TargetNeeds.Of(Moved).Objects.Select(need => need.Resource).ToList();
        objects.Intersect(Moved.Resources.Select(resource => resource.Id)).ShouldBeEmpty();
        objects.ShouldNotContain(ResourceId.Parse("ServiceAccount/test/default"));
        objects.ShouldNotContain(id => id.Kind == Kinds.Pod || id.Kind == Kinds.VirtualMachineInstance);
    }

    [Fact]
    public void Every_required_reference_of_the_result_leads_to_a_restored_object_or_to_a_need()
    {
        var needs = TargetNeeds.Of(Moved);
        var restored = ResourceGraph.Create(Moved.Resources, BuiltInResolvers.Default);
        var made = Moved
            .Skipped.Where(skipped => skipped.Outcome == SkipOutcome.MadeAnew)
            .Select(skipped => skipped.Target)
            .ToHashSet();
        foreach (
            var edge in restored.Edges.Where(edge =>
                edge is { IsRequired: true, Relation: Relation.Needs }
                && edge.To.Kind != Kinds.Namespace
                && restored.FindResource(edge.To) is null
                && !made.Contains(edge.To)
            )
        )
            needs.Objects.ShouldContain(need => need.Resource == edge.To && need.IsRequired, edge.ToString());
    }

    [Fact]
    public void Owners_that_no_controller_puts_back_are_named_with_their_names_in_the_target()
    {
        Moved
            .Owners.Select(owner => owner.ToString())
            .ShouldContain(
                "ControllerRevision.apps/test/db-shop-medium-v1beta1-4f4e6ca4-5622-4c1a-91ad-51e66698aaef-1 is owned by VirtualMachine.kubevirt.io/test/db2 (controller)"
            );
        Moved.Owners.ShouldAllBe(owner => owner.ApiVersion == "kubevirt.io/v1");
        Moved.Owners.ShouldNotContain(owner => owner.Object.Kind == Kinds.DataVolume);
    }

    [Theory]
    [InlineData("v1", "Service", true)]
    [InlineData("v1", "Secret", true)]
    [InlineData("v1", "PersistentVolumeClaim", true)]
    [InlineData("cdi.kubevirt.io/v1beta1", "DataVolume", false)]
    public void What_a_machine_owns_is_its_own_again_whatever_it_is(string apiVersion, string kind, bool isNamed)
    {
        var machine = Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"db","namespace":"shop","uid":"u"}}"""
        );
        var owned = Resource.Parse(
            $$$"""
            {"apiVersion":"{{{apiVersion}}}","kind":"{{{kind}}}","metadata":{"name":"x","namespace":"shop","ownerReferences":[
              {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"db","uid":"u","controller":true}]},"spec":{}}
            """
        );

        var restore = RestorePresets.Preserve.Apply(ResourceGraph.Create([machine, owned], BuiltInResolvers.Default));

        restore
            .Owners.Select(owner => owner.ToString())
            .ShouldBe(
                isNamed
                    ? [$"{owned.Id} is owned by VirtualMachine.kubevirt.io/shop/db (controller)"]
                    : Array.Empty<string>()
            );
    }

    [Fact]
    public void The_difference_shows_the_net_effect_of_each_object()
    {
        var lines = Moved.ToDiff().ReplaceLineEndings("\n").Split('\n');
        lines.ShouldContain("VirtualMachine.kubevirt.io/shop/db  (name db2, namespace test)");
        lines.ShouldContain("  ~ /metadata/name: \"db\" -> \"db2\"  [map-names]");
        lines.ShouldContain(line =>
            line.StartsWith("  - /status: {", StringComparison.Ordinal)
            && line.EndsWith("[strip-server-fields]", StringComparison.Ordinal)
        );
        lines.ShouldContain(line => line.StartsWith("  + /spec/instancetype/revisionName", StringComparison.Ordinal));
        Moved.ToDiff().ShouldNotContain("c2VjcmV0");
    }

    [Fact]
    public void What_is_changed_and_changed_back_is_no_difference()
    {
        var policy = RestorePolicy
            .CreateBuilder()
            .Add("there", context => context.Draft.Set("/metadata/name", "x"))
            .Add("back", context => context.Draft.Set("/metadata/name", context.Id.Name))
            .Build();
        policy.Apply(Sample, cancellationToken: TestContext.Current.CancellationToken).ToDiff().ShouldBeEmpty();
    }
}
