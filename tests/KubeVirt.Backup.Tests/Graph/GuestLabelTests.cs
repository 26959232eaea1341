using System.Text.Json.Nodes;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>The labels by which a selector meets the pod of a machine, also of one that does not run.</summary>
public class GuestLabelTests
{
    private const string Ours = "kubevirt.io=virt-launcher";

    [Theory]
    [InlineData("VirtualMachine", "db.shop", "db", "db.shop")]
    [InlineData("VirtualMachineInstance", "db", "db", "db")]
    public void A_pod_has_those_of_the_guest_and_some_of_KubeVirt(string kind, string name, string host, string id) =>
        Of(Machine(kind, name))
            .ShouldBe([Ours, "tier=data", $"vm.kubevirt.io/name={host}", $"vmi.kubevirt.io/id={id}"]);

    [Theory]
    [InlineData("VirtualMachine")]
    [InlineData("VirtualMachineInstance")]
    public void A_host_name_that_the_guest_asks_for_is_its_name(string kind) =>
        Of(Machine(kind, "db", hostname: "own")).ShouldContain("vm.kubevirt.io/name=own");

    [Theory]
    [InlineData("VirtualMachinePool")]
    [InlineData("VirtualMachineInstanceReplicaSet")]
    public void Members_have_names_of_their_own(string kind) =>
        Of(Machine(kind, "web", hostname: "own")).ShouldBe([Ours, "tier=data"]);

    [Fact]
    public void A_label_that_is_no_text_is_none()
    {
        var machine = Manifest
            .Read(
                """
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: db, namespace: shop, labels: {tier: 3, kept: "3"}}
                spec: {domain: {}}
                """
            )
            .Resources.Single();

        Of(machine).ShouldNotContain(label => label.StartsWith("tier", StringComparison.Ordinal));
        Of(machine).ShouldContain("kept=3");
    }

    [Theory]
    [InlineData(63, 63)]
    [InlineData(64, 63)]
    public void A_name_that_is_too_long_for_a_label_is_cut(int length, int shown)
    {
        var name = new string('a', length);

        GuestLabels.HostnameOf(name).ShouldBe(name[..shown]);
        GuestLabels.IdOf(name).Length.ShouldBe(shown);
        GuestLabels.IdOf(name).StartsWith(new string('a', 54), StringComparison.Ordinal).ShouldBeTrue();
        (GuestLabels.IdOf(name) == name).ShouldBe(length == shown);
    }

    // The name, "-" and the first eight digits of the SHA-1 of all of it, as sha1sum gives them.
    [Fact]
    public void The_id_of_a_long_name_ends_with_what_tells_it_from_others() =>
        GuestLabels.IdOf(new string('a', 64)).ShouldBe($"{new string('a', 54)}-0098ba82");

    private static IEnumerable<string> Of(Resource machine) =>
        GuestLabels.OfPod(machine).Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal);

    /// <summary>A machine whose guest has a label, and a host name if any; the guest stands in a template or at the top.</summary>
    private static Resource Machine(string kind, string name, string? hostname = null)
    {
        JsonObject labels = new() { ["tier"] = "data" };
        JsonObject metadata = new() { ["name"] = name, ["namespace"] = "shop" };
        JsonObject spec = new() { ["domain"] = new JsonObject() };
        if (hostname is not null)
            spec["hostname"] = hostname;
        if (kind == "VirtualMachineInstance")
            metadata["labels"] = labels;
        else
            spec = Wrapped(
                new()
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels },
                    ["spec"] = spec,
                }
            );
        if (kind == "VirtualMachinePool")
            spec = new() { ["virtualMachineTemplate"] = new JsonObject { ["spec"] = spec } };

        JsonObject machine = new()
        {
            ["apiVersion"] = kind == "VirtualMachinePool" ? "pool.kubevirt.io/v1beta1" : "kubevirt.io/v1",
            ["kind"] = kind,
            ["metadata"] = metadata,
            ["spec"] = spec,
        };

        return Resource.Parse(machine.ToJsonString());
    }

    private static JsonObject Wrapped(JsonObject template) => new() { ["template"] = template };
}
