using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class IdentityCollisionTests
{
    private const string Mac = "02:00:00:00:00:01";
    private const string Bridge = "\"bridge\":{}";

    [Theory]
    [InlineData("vlan", "vlan", "ns/vlan")]
    [InlineData("vlan", "ns/vlan", "ns/vlan")]
    [InlineData("pod", "pod", "pod network of ns")]
    public void A_MAC_address_twice_on_one_network_is_an_error(string first, string second, string network)
    {
        var collision = IdentityCollisions
            .Find([Machine("a", first), Machine("b", second, "02-00-00-00-00-01")])
            .ShouldHaveSingleItem();
        collision.Network.ShouldBe(network);
        collision.Value.ShouldBe(Mac);
        collision.Severity.ShouldBe(FindingSeverity.Error);
        collision.Holders.Select(holder => holder.Object.Name).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("vlan", "other/vlan", Bridge)]
    [InlineData("vlan", "pod", Bridge)]
    [InlineData("pod", "pod", "\"masquerade\":{}")]
    public void A_MAC_address_on_different_networks_is_worth_knowing_only(string first, string second, string binding)
    {
        var collision = IdentityCollisions
            .Find([Machine("a", first, binding: binding), Machine("b", second, binding: binding)])
            .ShouldHaveSingleItem();
        collision.Network.ShouldBeNull();
        collision.Severity.ShouldBe(FindingSeverity.Info);
    }

    [Fact]
    public void Two_interfaces_of_one_machine_may_collide_too()
    {
        var machine = Parse(
            "VirtualMachine",
            "a",
            $$$$$"""{"template":{"spec":{"domain":{"devices":{"interfaces":[{{{{{Interface("x", Mac, Bridge)}}}}},{{{{{Interface("y", Mac, Bridge)}}}}}]}},"networks":[{{{{{Network("x", "vlan")}}}}},{{{{{Network("y", "vlan")}}}}}]}}}"""
        );
        IdentityCollisions
            .Find([machine])
            .ShouldHaveSingleItem()
            .Holders.Select(holder => holder.Path[^12..])
            .ShouldBe(["0/macAddress", "1/macAddress"]);
    }

    [Fact]
    public void A_live_machine_collides_unless_it_is_the_one_that_is_replaced()
    {
        var restored = Machine("a", "vlan");
        IdentityCollisions.Find([restored], [Machine("a", "vlan"), Instance("a", Mac, null)]).ShouldBeEmpty();
        var renamed = Parse(
            "VirtualMachine",
            "a",
            $$$$$"""{"template":{"spec":{"domain":{"devices":{"interfaces":[{{{{{Interface("y", Mac, Bridge)}}}}}]}},"networks":[{{{{{Network("y", "vlan")}}}}}]}}}"""
        );
        IdentityCollisions.Find([restored], [renamed]).ShouldBeEmpty();
        IdentityCollisions
            .Find([restored], [Machine("b", "vlan"), Instance("b", Mac, null)])
            .ShouldHaveSingleItem()
            .Holders.Select(holder => (holder.Object.Name, holder.IsLive))
            .ShouldBe([("a", false), ("b", true)]);
    }

    [Fact]
    public void The_address_that_a_running_guest_was_given_counts() =>
        IdentityCollisions
            .Find([Machine("a", "vlan")], [Instance("b", null, Mac)])
            .ShouldHaveSingleItem()
            .Holders[1]
            .Path.ShouldBe("/status/interfaces/0/mac");

    [Fact]
    public void What_collides_among_live_objects_alone_is_not_ours() =>
        IdentityCollisions
            .Find(
                [Machine("a", "other")],
                [Machine("b", "vlan", "02:00:00:00:00:09"), Machine("c", "vlan", "02:00:00:00:00:09")]
            )
            .ShouldBeEmpty();

    [Fact]
    public void UUIDs_and_serials_collide_whatever_their_spelling()
    {
        var found = IdentityCollisions.Find([
            Firmware("a", "8d5b0f0a-3c1e-5e2b-9a44-2f1f6f0c9d11"),
            Firmware("b", "8D5B0F0A-3C1E-5E2B-9A44-2F1F6F0C9D11"),
        ]);
        found
            .Select(collision => (collision.Field, collision.Severity))
            .ShouldBe([
                ("/domain/chassis/serial", FindingSeverity.Warning),
                ("/domain/firmware/serial", FindingSeverity.Warning),
                ("/domain/firmware/uuid", FindingSeverity.Warning),
            ]);
    }

    [Fact]
    public void A_template_of_many_shares_what_it_holds()
    {
        var set = Parse(
            "VirtualMachineInstanceReplicaSet",
            "rs",
            $$$$$"""{"template":{"spec":{"domain":{"devices":{"interfaces":[{{{{{Interface("x", Mac, Bridge)}}}}}]}},"networks":[{{{{{Network("x", "vlan")}}}}}]}}}"""
        );
        var collision = IdentityCollisions.Find([set]).ShouldHaveSingleItem();
        collision.Severity.ShouldBe(FindingSeverity.Warning);
        collision.Holders.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_result_bears_one_finding_for_each_restored_machine()
    {
        var graph = ResourceGraph.Create([Machine("a", "vlan"), Machine("b", "vlan")], BuiltInResolvers.Default);
        var result = RestorePresets
            .Preserve.Apply(graph, cancellationToken: TestContext.Current.CancellationToken)
            .WithIdentityCollisions([Machine("c", "vlan")]);
        var findings = result.Findings.Where(finding => finding.Id == FindingIds.IdentityCollides).ToList();
        findings.Select(finding => finding.Resource!.Value.Name).ShouldBe(["a", "b"]);
        findings[0]
            .Message.ShouldContain(
                $"VirtualMachine.kubevirt.io/ns/b, VirtualMachine.kubevirt.io/ns/c (live) would have {Mac} too, on ns/vlan."
            );
        RestorePresets
            .Unique.Apply(graph, cancellationToken: TestContext.Current.CancellationToken)
            .WithIdentityCollisions([Machine("c", "vlan")])
            .Findings.ShouldNotContain(finding => finding.Id == FindingIds.IdentityCollides);
    }

    private static Resource Machine(string name, string network, string mac = Mac, string binding = Bridge) =>
        Parse(
            "VirtualMachine",
            name,
            $$$$$"""{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{"interfaces":[{{{{{Interface("x", mac, binding)}}}}}]}},"networks":[{{{{{Network("x", network)}}}}}]}}}"""
        );

    private static Resource Instance(string name, string? mac, string? observed) =>
        Resource.Parse(
            $$$$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{{{name}}}}}","namespace":"ns"},"spec":{"domain":{"devices":{"interfaces":[{{{{{Interface("x", mac ?? "", Bridge)}}}}}]}},"networks":[{{{{{Network("x", "vlan")}}}}}]},"status":{"interfaces":[{"name":"x","mac":"{{{{{observed}}}}}"}]}}"""
        );

    private static Resource Firmware(string name, string uuid) =>
        Parse(
            "VirtualMachine",
            name,
            $$$$$$"""{"template":{"spec":{"domain":{"firmware":{"uuid":"{{{{{{uuid}}}}}}","serial":"s"},"chassis":{"serial":"c"}},"hostname":"same"}}}"""
        );

    private static Resource Parse(string kind, string name, string spec) =>
        Resource.Parse(
            $$"""{"apiVersion":"kubevirt.io/v1","kind":"{{kind}}","metadata":{"name":"{{name}}","namespace":"ns"},"spec":{{spec}}}"""
        );

    private static string Interface(string name, string mac, string binding) =>
        $$"""{"name":"{{name}}","macAddress":"{{mac}}",{{binding}}}""";

    private static string Network(string name, string network) =>
        network == "pod"
            ? $$$$$"""{"name":"{{{{{name}}}}}","pod":{}}"""
            : $$$$$"""{"name":"{{{{{name}}}}}","multus":{"networkName":"{{{{{network}}}}}"}}""";
}
