using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>What is said of the addresses that a copy would have from its original.</summary>
public class AddressFindingTests
{
    [Theory]
    [InlineData("version-2", "198.51.100.21/24", "198.51.100.1,")]
    [InlineData("version-2", "2001:db8::21/64", "10.0.0.0/8")]
    [InlineData("version-2", "02:00:00:00:00:21", "dhcp")]
    [InlineData("version-1-encoded", "198.51.100.31", "198.51.100.2,")]
    [InlineData("by-script", "198.51.100.51/24", "eth0")]
    [InlineData("in-secrets", "ConfigMap/ns/answers", "198.51.100.41")]
    [InlineData("in-secrets", "Secret/ns/net", "198.51.100.41")]
    public void A_message_names_the_addresses_of_the_guest_alone(string machine, string named, string other)
    {
        var messages = string.Join('\n', MessagesOf(machine));

        messages.ShouldContain(named);
        messages.ShouldNotContain(other);
    }

    [Fact]
    public void A_guest_that_gets_its_addresses_from_the_network_is_not_reported() =>
        MessagesOf("by-dhcp").ShouldBeEmpty();

    [Fact]
    public void What_another_policy_removes_is_not_reported()
    {
        var findings = Apply(RestorePresets.CopyBeside).Where(finding => finding.Resource?.Name == "annotated");

        findings.ShouldNotContain(finding => finding.Id == FindingIds.AddressKept);
    }

    private static IEnumerable<string> MessagesOf(string machine) =>
        Apply(RestorePresets.Unique)
            .Where(finding => finding.Id == FindingIds.AddressKept && finding.Resource?.Name == machine)
            .Select(finding => finding.Message);

    private static IReadOnlyList<Finding> Apply(RestorePolicy policy)
    {
        var input = Repository.PathOf(
            "tests",
            "KubeVirt.Backup.Tests",
            "Fixtures",
            "Policies",
            "addresses-of-the-original",
            "input.yaml"
        );
        var manifests = new ManifestReader().Read(File.ReadAllBytes(input), "input.yaml");
        var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);

        return policy.Apply(graph, NameMap.Empty, TestContext.Current.CancellationToken).Findings;
    }
}
