using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class RevisionConflictTests
{
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"runStrategy":"Halted","instancetype":{"name":"small","kind":"VirtualMachineInstancetype"},"template":{"spec":{"domain":{}}}},"status":{"instancetypeRef":{"controllerRevisionRef":{"name":"rev"}}}}""";

    private static readonly ResourceId Id = ResourceId.Parse("ControllerRevision.apps/ns/rev");

    private static readonly ResourceGraph Backup = ResourceGraph.Create(
        [Resource.Parse(Machine), Revision("rev", 2)],
        BuiltInResolvers.Default
    );

    [Fact]
    public void A_revision_of_another_content_is_renamed_and_the_machine_follows()
    {
        var names = NameMap.Empty.With(RevisionConflicts.Rename(Backup, [Revision("rev", 4)]));
        var result = RestorePresets.Preserve.Apply(Backup, names, TestContext.Current.CancellationToken);
        var renamed = result.Resources.Single(resource => resource.Id.Kind == Kinds.ControllerRevision).Id.Name;
        renamed.ShouldStartWith("rev-");
        result
            .Resources.Single(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .StringAt("/spec/instancetype/revisionName")
            .ShouldBe(renamed);
        RevisionConflicts.Rename(Backup, [Revision("rev", 4)])[Id].ShouldBe(renamed);
    }

    [Fact]
    public void A_revision_of_the_same_content_is_left_out_and_the_machine_uses_the_one_that_is_there()
    {
        RevisionConflicts.Rename(Backup, [Revision("rev", 2)]).ShouldBeEmpty();
        var result = RestorePolicy
            .CreateBuilder()
            .SkipRevisionsOfTarget([Revision("rev", 2)])
            .Add(RestorePresets.Preserve)
            .Build()
            .Apply(Backup, cancellationToken: TestContext.Current.CancellationToken);
        result.Skipped.ShouldHaveSingleItem().Resource.ShouldBe(Id);
        result.HasErrors.ShouldBeFalse();
        result.Resources.ShouldHaveSingleItem().StringAt("/spec/instancetype/revisionName").ShouldBe("rev");
    }

    [Fact]
    public void Names_are_compared_as_they_are_in_the_target()
    {
        var moved = new NameMap(namespaces: new Dictionary<string, string> { ["ns"] = "other" });
        RevisionConflicts.Rename(Backup, [Revision("rev", 4)], moved).ShouldBeEmpty();
        RevisionConflicts.Rename(Backup, [Revision("rev", 4, "other")], moved).Keys.ShouldBe([Id]);
    }

    [Fact]
    public void A_revision_that_was_renamed_into_the_way_of_another_gets_a_further_name()
    {
        var given = new NameMap(names: new Dictionary<ResourceId, string> { [Id] = "taken" });
        var name = RevisionConflicts.Rename(Backup, [Revision("taken", 4)], given)[Id];
        name.ShouldStartWith("taken-");
        given.With(RevisionConflicts.Rename(Backup, [Revision("taken", 4)], given)).Map(Id).Name.ShouldBe(name);
    }

    [Fact]
    public void A_new_name_is_never_too_long()
    {
        var name = new string('a', 253);
        var graph = ResourceGraph.Create([Revision(name, 2)], BuiltInResolvers.Default);
        RevisionConflicts.Rename(graph, [Revision(name, 4)]).Values.ShouldHaveSingleItem().Length.ShouldBe(253);
    }

    private static Resource Revision(string name, int cpus, string ns = "ns") =>
        Resource.Parse(
            $$$"""{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","labels":{"instancetype.kubevirt.io/object-version":"v1beta1","instancetype.kubevirt.io/object-name":"small"}},"revision":1,"data":{"apiVersion":"instancetype.kubevirt.io/v1beta1","kind":"VirtualMachineInstancetype","metadata":{"name":"small"},"spec":{"cpu":{"guest":{{{cpus}}} } } } }"""
        );
}
