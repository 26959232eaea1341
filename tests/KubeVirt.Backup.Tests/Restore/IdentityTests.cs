using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class IdentityTests
{
    private static readonly ResourceId Vm = ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm");

    [Fact]
    public void An_address_is_the_same_in_every_spelling() =>
        Gen
            .Byte.Array[MacAddress.Length]
            .Sample(bytes =>
            {
                var hex = Convert.ToHexString(bytes);
                var address = new MacAddress(bytes);
                string[] spellings =
                [
                    address.ToString(),
                    address.Text('-'),
                    address.Text('-').ToUpperInvariant(),
                    $"{hex[..4]}.{hex[4..8]}.{hex[8..]}",
                ];
                spellings.ShouldAllBe(text => MacAddress.TryParse(text) == address);
            });

    [Theory]
    [InlineData("")]
    [InlineData("02:00:00:00:00")]
    [InlineData("02:00:00:00:00:0g")]
    [InlineData("02:00-00:00:00:01")]
    [InlineData("020000000001")]
    [InlineData("02:00:00:00:00:01\n")]
    [InlineData("02:00:00:00:00:00:00:01")]
    public void What_KubeVirt_takes_for_no_address_is_none(string text) => MacAddress.TryParse(text).ShouldBeNull();

    [Fact]
    public void A_map_says_all_that_is_wrong_with_it_at_once()
    {
        var message = Should
            .Throw<ArgumentException>(() =>
                new MapMacAddresses(
                    new Dictionary<string, string>
                    {
                        ["nonsense"] = "02:00:00:00:00:09",
                        ["02:00:00:00:00:01"] = "03:00:00:00:00:01",
                        ["02:00:00:00:00:02"] = "02:00:00:00:00:03",
                        ["02-00-00-00-00-03"] = "02:00:00:00:00:04",
                        ["02:00:00:00:00:05"] = "02:00:00:00:00:04",
                        ["02:00:00:00:00:06"] = "02:00:00:00:00:00",
                    },
                    new Dictionary<MachineInterface, string> { [new MachineInterface(Vm, "a")] = "00:00:00:00:00:00" }
                )
            )
            .Message;
        message.ShouldContain("'nonsense' is no MAC address");
        message.ShouldContain("'03:00:00:00:00:01' can be given to no interface, it is a multicast address");
        message.ShouldContain("'02:00:00:00:00:00' can be given to no interface, KubeVirt reserves it");
        message.ShouldContain("'00:00:00:00:00:00' can be given to no interface, it is all zeros");
        message.ShouldContain("02:00:00:00:00:02 becomes 02:00:00:00:00:03, which is mapped itself");
        message.ShouldContain("02:00:00:00:00:03 and 02:00:00:00:00:05 would both become 02:00:00:00:00:04");
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("02:")]
    [InlineData("03")]
    [InlineData("02:00:00:00:00:01")]
    public void A_prefix_that_no_interface_can_have_is_refused(string prefix) =>
        Should.Throw<ArgumentException>(() => new GenerateMacAddresses(prefix)).Message.ShouldContain($"'{prefix}'");

    [Fact]
    public void Generated_addresses_follow_from_seed_and_new_name()
    {
        var here = Addresses(new GenerateMacAddresses("02", "a"));
        here.ShouldAllBe(address => address.StartsWith("02:", StringComparison.Ordinal));
        here.Distinct().Count().ShouldBe(here.Count);
        Addresses(new GenerateMacAddresses("02", "a")).ShouldBe(here);
        Addresses(new GenerateMacAddresses("02", "b")).Intersect(here).ShouldBeEmpty();
        Addresses(new GenerateMacAddresses("02", "a"), new NameMap(new Dictionary<string, string> { ["ns"] = "copy" }))
            .Intersect(here)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Random_addresses_differ_from_policy_to_policy_but_not_within_one()
    {
        var policy = GenerateMacAddresses.AtRandom();
        Addresses(policy).ShouldBe(Addresses(policy));
        Addresses(policy).Intersect(Addresses(GenerateMacAddresses.AtRandom())).ShouldBeEmpty();
        Addresses(new GenerateMacAddresses("02", policy.Seed)).ShouldBe(Addresses(policy));
    }

    [Fact]
    public void The_interfaces_of_a_machine_differ_whatever_the_prefix()
    {
        // Twenty thousand names in 16 million addresses: without a look at those that are taken, a dozen would be
        // equal.
        Addresses(new GenerateMacAddresses("02:00:00"), count: 20_000).Distinct().Count().ShouldBe(20_000);
    }

    [Fact]
    public void Values_that_cannot_stand_there_are_refused_all_at_once()
    {
        var pool = ResourceId.Parse("VirtualMachinePool.pool.kubevirt.io/ns/pool");
        var message = Should
            .Throw<ArgumentException>(() =>
                new SetIdentity(
                    IdentityField.FirmwareUuid,
                    new Dictionary<ResourceId, string>
                    {
                        [Vm] = "8d5b0f0a3c1e5e2b9a442f1f6f0c9d11",
                        [pool] = "8d5b0f0a-3c1e-5e2b-9a44-2f1f6f0c9d11",
                        [Vm.WithKind(Kinds.VirtualMachineInstance)] = "8D5B0F0A-3c1e-5e2b-9a44-2f1f6f0c9d11",
                    }
                )
            )
            .Message;
        message.ShouldContain($"'8d5b0f0a3c1e5e2b9a442f1f6f0c9d11' for {Vm}: a UUID looks like");
        message.ShouldContain($"{pool} is no single machine");
        message.ShouldContain("would both have '8d5b0f0a-3c1e-5e2b-9a44-2f1f6f0c9d11'", Case.Insensitive);
    }

    [Theory]
    [InlineData(IdentityField.Hostname, "Web")]
    [InlineData(IdentityField.Hostname, "a.b")]
    [InlineData(IdentityField.FirmwareSerial, " ")]
    [InlineData(IdentityField.ChassisSerial, "a\tb")]
    [InlineData(IdentityField.ChassisSerial, "a\u001fb")]
    [InlineData(IdentityField.FirmwareSerial, "a\u007fb")]
    public void A_value_that_its_field_cannot_hold_is_refused(IdentityField field, string value) =>
        Should
            .Throw<ArgumentException>(() => new SetIdentity(field, new Dictionary<ResourceId, string> { [Vm] = value }))
            .Message.ShouldContain($"'{value}' for {Vm}");

    [Theory]
    [InlineData(IdentityField.FirmwareSerial, "a b")]
    [InlineData(IdentityField.ChassisSerial, "!~")]
    [InlineData(IdentityField.Hostname, "web-1")]
    public void A_value_that_its_field_can_hold_is_set(IdentityField field, string value) =>
        Set(field, value).Changes.ShouldHaveSingleItem().After!.Value.GetString().ShouldBe(value);

    [Theory]
    [InlineData(IdentityField.FirmwareUuid, "22222222-2222-2222-2222-222222222222", true)]
    [InlineData(IdentityField.FirmwareUuid, "11111111-1111-1111-1111-111111111111", false)]
    [InlineData(IdentityField.FirmwareSerial, "s-1", false)]
    [InlineData(IdentityField.Hostname, "web", false)]
    public void The_state_of_a_TPM_is_lost_with_its_UUID_alone(IdentityField field, string value, bool isLost)
    {
        var findings = Set(field, value).Findings;

        findings.Any(finding => finding.Id == FindingIds.IdentityBreaks).ShouldBe(isLost);
    }

    [Theory]
    [InlineData(IdentityField.FirmwareUuid)]
    [InlineData(IdentityField.Hostname)]
    public void Only_serials_are_renewed_as_such(IdentityField field) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new NewSerial(field));

    [Fact]
    public void A_kept_host_name_is_one_that_admission_takes()
    {
        var name = new string('a', 62) + "-" + new string('b', 10);
        var vm = Resource.Parse(
            $$$$$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"{{{{{{name}}}}}}","namespace":"ns"},"spec":{"template":{"spec":{"domain":{}}}}}"""
        );
        var names = new NameMap(names: new Dictionary<ResourceId, string> { [vm.Id] = "new" });
        new KeepHostname()
            .Apply(ResourceGraph.Create([vm], BuiltInResolvers.Default), names, TestContext.Current.CancellationToken)
            .Changes.ShouldHaveSingleItem()
            .After!.Value.GetString()
            .ShouldBe(new string('a', 62));
    }

    private static RestoreResult Set(IdentityField field, string value)
    {
        var vm = Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"template":{"spec":{"domain":{"devices":{"tpm":{"persistent":true}},"firmware":{"uuid":"11111111-1111-1111-1111-111111111111"}}}}}}"""
        );
        var policy = new SetIdentity(field, new Dictionary<ResourceId, string> { [Vm] = value });

        return policy.Apply(ResourceGraph.Create([vm], BuiltInResolvers.Default));
    }

    private static List<string> Addresses(RestorePolicy policy, NameMap? names = null, int count = 2)
    {
        var interfaces = string.Join(
            ',',
            Enumerable.Range(0, count).Select(i => $$"""{"name":"nic{{i}}","macAddress":"0a:00:00:00:00:01"}""")
        );
        var devices = $$$"""{"interfaces":[{{{interfaces}}}]}""";
        var vm = Resource.Parse(
            $$$$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"template":{"spec":{"domain":{"devices":{{{{{devices}}}}} } } } } }"""
        );
        var result = policy.Apply(
            ResourceGraph.Create([vm], BuiltInResolvers.Default),
            names,
            TestContext.Current.CancellationToken
        );
        return
        [
            .. result
                .Resources.Single()
                .At("/spec/template/spec/domain/devices/interfaces")!
                .Value.EnumerateArray()
                .Select(nic => nic.GetProperty("macAddress").GetString()!),
        ];
    }
}
