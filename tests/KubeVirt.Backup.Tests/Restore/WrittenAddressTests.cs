using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Which addresses in a text are a machine's own.</summary>
public class WrittenAddressTests
{
    [Theory]
    [InlineData("addresses: [10.0.0.5/24]", "10.0.0.5/24")]
    [InlineData("addresses: [10.0.0.0/24]", null)]
    [InlineData("addresses: [10.0.0.128/25]", null)]
    [InlineData("addresses: [10.0.0.129/25]", "10.0.0.129/25")]
    [InlineData("addresses: [10.0.0.0/32]", "10.0.0.0/32")]
    [InlineData("addresses: [10.0.0.5/33]", null)]
    [InlineData("addresses: [10.0.0.512/24]", null)]
    [InlineData("addresses: ['2001:db8::5/64']", "2001:db8::5/64")]
    [InlineData("addresses: ['2001:db8::/64']", null)]
    [InlineData("addresses: ['2001:db8::/128']", "2001:db8::/128")]
    [InlineData("addresses: ['2001:db8::5/129']", null)]
    [InlineData("IPADDR=10.0.0.7", "10.0.0.7")]
    [InlineData("- {type: static, address: 10.0.0.7}", "10.0.0.7")]
    [InlineData("- {type: nameserver, address: 10.0.0.53}", null)]
    [InlineData("type: nameserver\naddress: 10.0.0.53", null)]
    [InlineData("match: {macaddress: '52:54:00:12:34:56'}", "52:54:00:12:34:56")]
    [InlineData("gateway: 10.0.0.1", null)]
    public void Network_data_gives_a_machine_addresses_of_hosts(string text, string? expected) =>
        WrittenAddresses.InNetworkData(text).ShouldBe(expected is null ? [] : [expected]);

    [Fact]
    public void One_address_is_told_once_and_no_more_than_anybody_reads()
    {
        var many = string.Join('\n', Enumerable.Range(1, 20).Select(n => $"addresses: [10.0.0.{n}/24, 10.0.0.{n}/24]"));

        WrittenAddresses.InNetworkData(many).ShouldBe([.. Enumerable.Range(1, 8).Select(n => $"10.0.0.{n}/24")]);
    }

    [Theory]
    [InlineData("nmcli con mod eth0 ipv4.addresses 10.0.0.5/24", true)]
    [InlineData("curl http://10.0.0.5/24", false)]
    [InlineData("ALLOW=10.0.0.5/24", false)]
    public void User_data_speaks_of_a_machines_addresses_where_it_speaks_of_interfaces(string text, bool isFound) =>
        WrittenAddresses.InUserData(text).Any().ShouldBe(isFound);
}
