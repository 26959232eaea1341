using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Who is named where a copy would be chosen together with its original.</summary>
public class SelectedCopyTests
{
    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(5, 5, "")]
    [InlineData(6, 5, " and 1 more. ")]
    [InlineData(9, 5, " and 4 more. ")]
    public void A_few_are_named_and_the_others_counted(int services, int named, string more)
    {
        var message = MessageFor(services);

        var expected = Enumerable.Range(1, named).Select(n => $"Service/ns/s{n} ");
        expected.ShouldAllBe(name => message.Contains(name, StringComparison.Ordinal));
        message.ShouldNotContain($"s{named + 1} ");
        message.Contains(" more. ", StringComparison.Ordinal).ShouldBe(more.Length > 0);
        message.ShouldContain(more);
    }

    private static string MessageFor(int services)
    {
        var all = Enumerable
            .Range(1, services)
            .Select(n =>
                $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{n}, namespace: ns}}\nspec: {{selector: {{app: web}}}}\n"
            );
        var manifests = Manifest.Read(
            $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec: {template: {metadata: {labels: {app: web} }, spec: {domain: {} } } }
            {{string.Concat(all)}}
            """
        );
        var names = new Dictionary<ResourceId, string>
        {
            [ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm")] = "copy",
        };

        return new WarnOfSelectedCopies()
            .Apply(ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default), new NameMap(names: names))
            .Findings.Single(finding => finding.Id == FindingIds.CopySelected)
            .Message;
    }
}
