using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class PipelineTests
{
    [Fact]
    public void Identities_that_a_preset_clears_can_be_given_after_it_and_not_before()
    {
        const string Machine =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"firmware":{"serial":"s"},"devices":{"interfaces":[{"name":"a","macAddress":"02:00:00:00:00:01"},{"name":"b"},{"name":"c","macAddress":"02:00:00:00:00:03"}]}}}}}}""";
        var graph = ResourceGraph.Create([Resource.Parse(Machine)], BuiltInResolvers.Default);
        var copy = RestorePolicy
            .CreateBuilder()
            .Add(RestorePresets.Unique)
            .GenerateMacAddresses("02:aa:bb")
            .NewSerial(IdentityField.FirmwareSerial)
            .MapMacAddresses(new Dictionary<string, string> { ["02:00:00:00:00:03"] = "02:cc:00:00:00:03" })
            .Build()
            .Apply(graph, cancellationToken: TestContext.Current.CancellationToken)
            .Resources.ShouldHaveSingleItem();
        copy.StringAt("/spec/template/spec/domain/devices/interfaces/0/macAddress")
            .ShouldNotBeNull()
            .ShouldStartWith("02:aa:bb:");
        copy.At("/spec/template/spec/domain/devices/interfaces/1/macAddress").ShouldBeNull();
        copy.StringAt("/spec/template/spec/domain/firmware/serial").ShouldNotBe("s");

        Should
            .Throw<PipelineException>(() =>
                RestorePolicy
                    .CreateBuilder()
                    .GenerateMacAddresses()
                    .NewSerial(IdentityField.FirmwareSerial)
                    .Add(RestorePresets.Unique)
                    .Build()
            )
            .Problems.Count.ShouldBe(2);
    }

    [Fact]
    public void A_step_of_a_preset_can_be_replaced_by_one_of_the_same_name()
    {
        var preset = RestorePresets.Preserve.Replace(new SetRunStrategy("Halted"));
        preset.Steps.Select(step => step.Name).ShouldBe(RestorePresets.Preserve.Steps.Select(step => step.Name));
        Should
            .Throw<ArgumentException>(() => preset.Replace(new DropNetworks([])))
            .Message.ShouldContain("has no step drop-networks");
    }

    [Fact]
    public void Cluster_wide_instancetypes_come_along_where_the_packs_say_so()
    {
        var less = Restored(PlatformSet.Default);
        var more = Restored(PlatformSet.CarryingInstancetypes).Except(less).ToList();
        more.ShouldNotBeEmpty();
        more.ShouldAllBe(id =>
            id.Kind == Kinds.VirtualMachineClusterInstancetype || id.Kind == Kinds.VirtualMachineClusterPreference
        );
    }

    private static List<ResourceId> Restored(PlatformSet platforms)
    {
        var graph = ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default, platforms);
        var result = RestorePresets.Preserve.Apply(graph, cancellationToken: TestContext.Current.CancellationToken);

        return [.. result.Resources.Select(resource => resource.Id)];
    }

    [Fact]
    public void Everything_contradictory_and_misplaced_is_said_at_once()
    {
        var builder = RestorePolicy
            .CreateBuilder()
            .ReimportDataVolumes()
            .Add(RestorePresets.Preserve)
            .NewFirmwareUuid()
            .SetRunStrategy("Halted")
            .SetRunStrategy("Always")
            .ConvertDataVolumes();
        var problems = Should.Throw<PipelineException>(() => builder.Build("mine")).Problems;
        problems.ShouldBe([
            "The data of DataVolumes would be populated again by reimport-data-volumes and used directly by convert-data-volumes: keep one of these policies, or limit them to different objects with When.",
            "The firmware UUID would be kept by keep-legacy-uuid and made anew by new-firmware-uuid: keep one of these policies, or limit them to different objects with When.",
            "The run strategy would be Halted by set-run-strategy and Always by set-run-strategy: keep one of these policies, or limit them to different objects with When.",
            "The policy reimport-data-volumes must stand after pre-populate-data-volumes.",
        ]);
    }

    [Fact]
    public void A_refused_pipeline_can_be_mended_by_another_builder_only() =>
        Should
            .Throw<PipelineException>(() =>
                RestorePolicy.CreateBuilder().Add(RestorePresets.Preserve).Add(RestorePresets.Unique).Build()
            )
            .Message.ShouldStartWith("The pipeline 'restore' cannot be built. The firmware UUID");

    [Fact]
    public void What_is_limited_to_some_objects_contradicts_nothing() =>
        RestorePolicy
            .CreateBuilder()
            .When(context => context.Id.Name == "a", policies => policies.SetRunStrategy("Halted"))
            .When(context => context.Id.Name == "b", policies => policies.SetRunStrategy("Always"))
            .Add(RestorePresets.Unique)
            .Build()
            .Steps.Count()
            .ShouldBeGreaterThan(10);

    [Fact]
    public void Order_counts_for_policies_that_are_limited_to_some_objects_too() =>
        Should
            .Throw<PipelineException>(() =>
                RestorePolicy
                    .CreateBuilder()
                    .When(_ => true, policies => policies.ReimportDataVolumes())
                    .Add(RestorePresets.Unique)
                    .Build()
            )
            .Problems.ShouldBe(["The policy reimport-data-volumes must stand after pre-populate-data-volumes."]);

    [Fact]
    public void A_policy_of_a_user_takes_part() =>
        Should
            .Throw<PipelineException>(() =>
                RestorePolicy.CreateBuilder().Add(new Mine("red")).Add(new Mine("blue")).Build()
            )
            .Problems.ShouldHaveSingleItem()
            .ShouldContain("red by mine and blue by mine");

    [Fact]
    public void Presets_can_be_built_upon() =>
        RestorePolicy
            .CreateBuilder()
            .MoveToPodNetwork([])
            .SetRunStrategy("Halted")
            .Add(RestorePresets.Unique)
            .ReimportDataVolumes()
            .Build("copy")
            .Name.ShouldBe("copy");

    private sealed class Mine(string colour) : RestorePolicy("mine")
    {
        public override IReadOnlyDictionary<string, string> Decides =>
            new Dictionary<string, string> { ["colour"] = colour };

        public override void Apply(RestoreContext context) { }
    }
}
