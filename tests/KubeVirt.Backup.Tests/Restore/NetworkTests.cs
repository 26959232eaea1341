using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class NetworkTests
{
    private static readonly ResourceId Vlan = ResourceId.Parse("NetworkAttachmentDefinition.k8s.cni.cncf.io/ns/vlan");

    [Theory]
    [InlineData("masquerade")]
    [InlineData("")]
    public void A_binding_of_the_pod_network_is_none_for_others(string binding) =>
        Should
            .Throw<ArgumentException>(() => new MoveOffPodNetwork(Vlan, binding: binding))
            .Message.ShouldContain("There are bridge, sriov.");

    [Fact]
    public void An_interface_moves_to_a_network_and_to_nothing_else() =>
        Should
            .Throw<ArgumentException>(() => new MoveOffPodNetwork(ResourceId.Parse("Secret/ns/vlan")))
            .Message.ShouldContain("Secret/ns/vlan");

    [Fact]
    public void A_map_of_addresses_says_all_that_is_wrong_with_it_at_once()
    {
        var message = Should
            .Throw<ArgumentException>(() =>
                new MapStaticAddresses(
                    new Dictionary<string, string>
                    {
                        ["10.0.0"] = "10.0.0.1",
                        ["10.0.0.2/24"] = "10.0.0.1",
                        ["10.0.0.3"] = "fd00::1",
                        ["10.0.0.4"] = "10.0.0.5",
                        ["10.0.0.5"] = "10.0.0.6",
                        ["10.0.0.7"] = "10.0.0.6",
                    }
                )
            )
            .Message;
        message.ShouldContain("'10.0.0=10.0.0.1' is no pair of IP addresses");
        message.ShouldContain("'10.0.0.2/24=10.0.0.1' is no pair of IP addresses");
        message.ShouldContain("'10.0.0.3=fd00::1' are addresses of different families");
        message.ShouldContain("10.0.0.4 becomes 10.0.0.5, which is mapped itself");
        message.ShouldContain("10.0.0.5 and 10.0.0.7 would both become 10.0.0.6");
    }
}
