using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class ObjectClassTests
{
    private BackupPlan Sample { get; } = BackupPlanner.Plan(Repository.SampleManifests);

    [Theory]
    [InlineData("VirtualMachine.kubevirt.io/shop/db", ObjectClass.Definition)]
    [InlineData("PersistentVolumeClaim/shop/db-root", ObjectClass.Definition)]
    [InlineData("VirtualMachineInstance.kubevirt.io/shop/db", ObjectClass.Runtime)]
    [InlineData("VirtualMachineInstance.kubevirt.io/shop/bastion", ObjectClass.Definition)]
    [InlineData("Pod/shop/virt-launcher-cache-d4k8n", ObjectClass.Runtime)]
    [InlineData("Namespace/shop", ObjectClass.Environment)]
    public void An_object_of_the_sample_has_the_class_that_a_restore_gives_it(string id, ObjectClass expected) =>
        Sample.ClassOf(ResourceId.Parse(id)).Class.ShouldBe(expected);

    [Theory]
    [InlineData(
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"n","ownerReferences":[{"apiVersion":"clone.kubevirt.io/v1beta1","kind":"VirtualMachineClone","name":"c","uid":"1"}]}}""",
        ObjectClass.Definition
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"prime-1","namespace":"n","ownerReferences":[{"apiVersion":"v1","kind":"PersistentVolumeClaim","name":"c","uid":"1"}]}}""",
        ObjectClass.Runtime
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","namespace":"n","labels":{"app":"containerized-data-importer"}}}""",
        ObjectClass.Definition
    )]
    [InlineData(
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstanceMigration","metadata":{"name":"m","namespace":"n"}}""",
        ObjectClass.Action
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"n","ownerReferences":[{"apiVersion":"export.kubevirt.io/v1","kind":"VirtualMachineExport","name":"e","uid":"1"}]}}""",
        ObjectClass.Action
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"n","ownerReferences":[{"apiVersion":"example.org/v1","kind":"VirtualMachineExport","name":"e","uid":"1"}]}}""",
        ObjectClass.Definition
    )]
    [InlineData(
        """{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"revision-start-vm-1-2","namespace":"n"}}""",
        ObjectClass.Runtime
    )]
    [InlineData(
        """{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"vm-u1.medium-1-1","namespace":"n"}}""",
        ObjectClass.Definition
    )]
    [InlineData(
        """{"apiVersion":"example.org/v1","kind":"Thing","metadata":{"name":"t","namespace":"n"}}""",
        ObjectClass.Definition
    )]
    public void A_lone_object_is_classed_by_its_kind_its_owners_and_its_name(string json, ObjectClass expected)
    {
        var resource = Resource.Parse(json);
        var graph = ResourceGraph.Create([resource], BuiltInResolvers.Default);
        Classifier.Of(resource, graph).Class.ShouldBe(expected);
    }

    [Fact]
    public void A_rule_of_a_user_comes_before_the_built_in_ones()
    {
        var rule = new ClassRule(ObjectClass.Environment, "The platform team rolls it out.", "our runbook")
        {
            Kinds = [Kinds.ConfigMap],
            Names = ["cache-*"],
        };
        var plan = BackupPlanner.Plan(
            Repository.SampleManifests.Resources,
            new PlanOptions { Platforms = PlatformSet.Default.With(new PlatformPack("ours") { Classes = [rule] }) }
        );
        plan.ClassOf(ResourceId.Parse("ConfigMap/shop/cache-config"))
            .ShouldBe(new Classification(rule.Class, rule.Reason, rule.Source));
    }

    [Fact]
    public void Every_rule_says_why_and_where_that_is_written() =>
        PlatformSet
            .Default.Packs.SelectMany(pack => pack.Classes)
            .ShouldAllBe(rule => rule.Reason.EndsWith('.') && rule.Source.Length > 0);

    [Fact]
    public void An_object_that_the_plan_lacks_has_no_class() =>
        Should
            .Throw<ArgumentException>(() => Sample.ClassOf(ResourceId.Parse("Secret/shop/nowhere")))
            .Message.ShouldContain("Secret/shop/nowhere");
}
