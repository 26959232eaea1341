using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>How bad it is that what a machine names is not there.</summary>
public class AbsentTargetTests
{
    [Fact]
    public void A_volume_of_a_machine_without_a_template_for_it_is_lacking() =>
        On("disk", MachineWith("")).Severity.ShouldBe(FindingSeverity.Error);

    [Fact]
    public void A_volume_that_a_machine_has_a_template_for_is_created() =>
        On("disk", MachineWith(Template("metadata: {name: disk}")))
            .Message.ShouldContain("creates it from the machine's template");

    [Fact]
    public void The_template_of_another_machine_creates_nothing_for_this_one()
    {
        var other = MachineWith(Template("metadata: {name: disk}"), "{name: other, namespace: shop}");

        On("disk", MachineWith(""), other).Severity.ShouldBe(FindingSeverity.Error);
    }

    // The cluster has created the volume, and what was on it is gone.
    [Fact]
    public void A_machine_that_a_cluster_knows_has_lost_its_volume_whatever_its_template_says() =>
        On("disk", MachineWith(Template("metadata: {name: disk}"), "{name: db, namespace: shop, uid: u1}"))
            .Severity.ShouldBe(FindingSeverity.Error);

    [Fact]
    public void A_template_without_a_name_is_no_volume() =>
        On("base", MachineWith(Template("metadata: {}"))).Severity.ShouldBe(FindingSeverity.Error);

    private static string Template(string metadata) =>
        """
              dataVolumeTemplates:
              - METADATA
                spec:
                  source: {pvc: {name: base, namespace: golden}}
                  storage: {resources: {requests: {storage: 1Gi}}}
            """.Replace("METADATA", metadata, StringComparison.Ordinal);

    private static string MachineWith(string template, string metadata = "{name: db, namespace: shop}") =>
        $$$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {{{metadata}}}
            spec:
              runStrategy: Halted
            {{{template}}}
              template:
                spec:
                  domain: {devices: {}}
                  volumes: [{name: root, dataVolume: {name: disk}}]
            """;

    /// <summary>The worst finding of the machine "db" on what has a name.</summary>
    private static Finding On(string name, params string[] manifests)
    {
        var resources = Manifest.Read(string.Join("\n---\n", manifests)).Resources;
        var graph = ResourceGraph.Create(resources, BuiltInResolvers.Default);

        return graph
            .Findings.Where(finding => finding.Resource?.Name == "db")
            .Where(finding => finding.Message.Contains($"/{name} ", StringComparison.Ordinal))
            .MaxBy(finding => finding.Severity)!;
    }
}
