using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>What a map gives interfaces behind a policy that cleared them, and how addresses follow from names.</summary>
public class MacMapTests
{
    private const string Old = "02:00:00:00:00:01";
    private const string New = "02:00:00:00:00:02";
    private const string Third = "02:00:00:00:00:03";

    [Theory]
    [InlineData(Old, New)]
    [InlineData(New, New)]
    [InlineData(Third, Third)]
    [InlineData("02:00:00:00:00:04", null)]
    public void What_the_map_gave_before_is_kept_and_what_it_does_not_know_stays_cleared(string had, string? expected)
    {
        var interfaces = new Dictionary<MachineInterface, string>
        {
            [new MachineInterface(ResourceId.Parse("VirtualMachine.kubevirt.io/ns/other"), "net")] = Third,
        };
        var policy = RestorePolicy
            .CreateBuilder()
            .ClearMacAddresses()
            .MapMacAddresses(new Dictionary<string, string> { [Old] = New }, interfaces)
            .Build("mapped");

        var result = policy.Apply(ResourceGraph.Create([Machine(had)], BuiltInResolvers.Default));

        result
            .Resources.Single()
            .StringAt("/spec/template/spec/domain/devices/interfaces/0/macAddress")
            .ShouldBe(expected);
    }

    [Fact]
    public void An_address_that_is_taken_is_not_given_again()
    {
        var prefix = new MacPrefix("02:aa");
        var first = prefix.Of("vm", new HashSet<MacAddress>());

        var second = prefix.Of("vm", new HashSet<MacAddress> { first });

        first.ToString().ShouldStartWith("02:aa:");
        second.ShouldNotBe(first);
        prefix.Of("vm", new HashSet<MacAddress>()).ShouldBe(first);
    }

    [Theory]
    [InlineData("0g")]
    [InlineData("g0")]
    [InlineData("2")]
    [InlineData("02:aa:bb:cc")]
    [InlineData("03")]
    [InlineData("")]
    public void A_text_that_is_no_prefix_is_refused(string prefix) =>
        Should.Throw<ArgumentException>(() => new MacPrefix(prefix)).ParamName.ShouldBe("prefix");

    private static Resource Machine(string address) =>
        Resource.Parse(
            $$$"""
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},
             "spec":{"template":{"spec":{"domain":{"devices":{"interfaces":[{"name":"net","macAddress":"{{{address}}}"} ] } } } } } }
            """
        );
}
