using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What the objects of a restore need of each other.</summary>
public class RestoreNeedsTests
{
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"Halted","template":{"spec":{"volumes":[{"name":"b","persistentVolumeClaim":{"claimName":"b"}},{"name":"c","dataVolume":{"name":"c"}},{"name":"a","persistentVolumeClaim":{"claimName":"a"}},{"name":"s","secret":{"secretName":"s"}}]}}}}""";

    private static readonly ResourceId Id = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    [Fact]
    public void The_claims_of_a_machine_are_told_in_order_and_each_once() =>
        Needs().ClaimsOf(Id).Select(claim => claim.Name).ShouldBe(["a", "b", "c"]);

    [Theory]
    [InlineData("db", true)]
    [InlineData("a", true)]
    [InlineData("x", false)]
    public void A_machine_reaches_itself_and_what_it_needs(string name, bool isReached) =>
        Needs().Reaches(Id, found => found.Name == name).ShouldBe(isReached);

    private static RestoreNeeds Needs()
    {
        var restore = new RestoreResult(
            [
                [Resource.Parse(Machine)],
            ],
            [],
            [],
            []
        );
        return new RestoreNeeds(restore, BuiltInResolvers.Default);
    }
}
