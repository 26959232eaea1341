using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class RestoreOptionsTests
{
    private static readonly ResourceId Database = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_copy_under_another_name_is_one_set_of_options()
    {
        var names = new NameMapBuilder();
        names.AddNamespace("shop=copy");
        names.AddMachine("shop/db=db2");
        var options = new RestoreOptions
        {
            Roots = [Database],
            Names = names.Build(),
            RenameOwned = true,
            Identity = GuestIdentity.Unique,
            Hold = true,
        };

        var restore = options.Apply(Repository.SampleManifests, Token);

        var machine = restore
            .Resources.Where(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .ShouldHaveSingleItem();
        machine.Id.ToString().ShouldBe("VirtualMachine.kubevirt.io/copy/db2");
        machine.StringAt("/spec/runStrategy").ShouldBe("Halted");
        machine.At("/metadata/annotations/kubevirt-backup~1held-run-state").ShouldNotBeNull();
    }

    [Fact]
    public void Without_choices_everything_comes_back_as_it_was()
    {
        var expected = RestorePresets.Preserve.Apply(
            Graph.ResourceGraph.Create(Repository.SampleManifests.Resources, Resolvers.BuiltInResolvers.Default),
            cancellationToken: Token
        );

        var restore = new RestoreOptions().Apply(Repository.SampleManifests, Token);

        restore.Resources.Select(resource => resource.Id).ShouldBe(expected.Resources.Select(resource => resource.Id));
        restore.Changes.Count.ShouldBe(expected.Changes.Count);
    }

    [Fact]
    public void The_users_own_resolvers_are_followed()
    {
        var options = new RestoreOptions { Roots = [Database], Resolvers = new Graph.ResolverSet([]) };

        options.Apply(Repository.SampleManifests, Token).Resources.Select(resource => resource.Id).ShouldBe([Database]);
    }

    [Fact]
    public void A_run_strategy_that_is_none_is_named() =>
        Should
            .Throw<ArgumentException>(() => new RestoreOptions { RunStrategy = "Sometimes" }.ToPolicy())
            .Message.ShouldContain("Sometimes");

    [Fact]
    public void All_roots_that_are_absent_are_named()
    {
        var options = new RestoreOptions
        {
            Roots =
            [
                ResourceId.Parse("VirtualMachine.kubevirt.io/shop/x"),
                Database,
                ResourceId.Parse("Secret/shop/y"),
            ],
        };

        Should
            .Throw<ArgumentException>(() => options.Apply(Repository.SampleManifests, Token))
            .Message.ShouldBe("The input has no VirtualMachine.kubevirt.io/shop/x, no Secret/shop/y.");
    }

    [Theory]
    [InlineData("shop/db=pod")]
    [InlineData("shop/db")]
    [InlineData("=shop/db")]
    [InlineData("db=shop/db")]
    public void A_map_of_networks_that_is_none_is_refused_and_not_dropped(string map) =>
        Should
            .Throw<ArgumentException>(() => new NameMapBuilder().AddNetwork(map))
            .Message.ShouldBe($"'{map}' is not of the form NS/A=NS/B.");

    [Fact]
    public void What_is_mapped_twice_is_refused()
    {
        var names = new NameMapBuilder();
        names.AddNetwork("net/a=net/b");
        Should.Throw<ArgumentException>(() => names.AddNetwork("net/a=net/c")).Message.ShouldContain("already");
    }
}
