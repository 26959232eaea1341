using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Which data of cloud-init ties a guest to the MAC address that it loses.</summary>
public class GuestPinTests
{
    // echo "mac: 02:00:00:00:00:AB" | base64
    private const string Encoded = "bWFjOiAwMjowMDowMDowMDowMDpBQgo=";

    [Theory]
    [InlineData("networkData: \"macaddress: 02:00:00:00:00:ab\"")]
    [InlineData("networkData: \"macaddress: 02-00-00-00-00-AB\"")]
    [InlineData("userData: \"HWADDR=02:00:00:00:00:AB\"")]
    [InlineData($"userDataBase64: {Encoded}")]
    [InlineData($"networkDataBase64: {Encoded}")]
    [InlineData("networkDataSecretRef: {name: net}")]
    [InlineData("secretRef: {name: net}")]
    public void Data_that_names_the_address_is_a_warning_there(string data)
    {
        var finding = Findings($"{{cloudInitNoCloud: {{{data}}}}}").ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Warning);
        finding.Path.ShouldBe("/spec/template/spec/volumes/0/cloudInitNoCloud");
        finding.Message.ShouldStartWith("cloud-init's data names the MAC address 02:00:00:00:00:ab");
    }

    [Theory]
    [InlineData("userData: \"HWADDR=02:00:00:00:00:AC\"")]
    [InlineData("userDataBase64: not-base64")]
    [InlineData("networkDataSecretRef: {name: absent}")]
    [InlineData("networkDataSecretRef: {name: other}")]
    public void Other_data_leaves_a_note_at_the_address(string data)
    {
        var finding = Findings($"{{cloudInitNoCloud: {{{data}}}}}").ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Info);
        finding.Path.ShouldBe("/spec/template/spec/domain/devices/interfaces/0/macAddress");
    }

    [Fact]
    public void Of_two_volumes_only_that_whose_Secret_names_the_address_is_told() =>
        Findings(
                "{cloudInitNoCloud: {secretRef: {name: other}}}",
                "{cloudInitConfigDrive: {networkDataSecretRef: {name: net}}}"
            )
            .ShouldHaveSingleItem()
            .Path.ShouldBe("/spec/template/spec/volumes/1/cloudInitConfigDrive");

    [Fact]
    public void Both_volumes_are_told_where_both_name_it() =>
        Findings(
                "{cloudInitNoCloud: {secretRef: {name: net}}}",
                $"{{cloudInitConfigDrive: {{userDataBase64: {Encoded}}}}}"
            )
            .Select(finding => finding.Path)
            .ShouldBe(
                [
                    "/spec/template/spec/volumes/0/cloudInitNoCloud",
                    "/spec/template/spec/volumes/1/cloudInitConfigDrive",
                ],
                ignoreOrder: true
            );

    private static IEnumerable<Finding> Findings(params string[] volumes)
    {
        var manifests = Manifest.Read(
            $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec:
              template:
                spec:
                  domain: {devices: {interfaces: [{name: net, bridge: {}, macAddress: "02:00:00:00:00:ab"}]} }
                  networks: [{name: net, pod: {} }]
                  volumes: [{{string.Join(", ", volumes)}}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: net, namespace: ns}
            data: {networkdata: {{Encoded}}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: other, namespace: ns}
            data: {userdata: b3RoZXI=}
            """
        );
        manifests.Findings.ShouldBeEmpty();

        return RestorePolicy
            .CreateBuilder()
            .ClearMacAddresses()
            .Build("cleared")
            .Apply(ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default))
            .Findings.Where(finding => finding.Id == FindingIds.IdentityBreaks);
    }
}
