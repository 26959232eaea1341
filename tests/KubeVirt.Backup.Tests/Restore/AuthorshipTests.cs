using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Who wrote a port of a Service decides whether it stays; what records that can have any shape.</summary>
public class AuthorshipTests
{
    private const string Fields = """{"f:spec":{"f:ports":{"k:{\"port\":80}":{"f:nodePort":{}}}}}""";

    [Theory]
    [InlineData("""{"operation":"Apply","fieldsV1":FIELDS}""", true)]
    [InlineData("""{"operation":"Update","fieldsV1":FIELDS}""", false)]
    [InlineData("""{"operation":7,"fieldsV1":FIELDS}""", false)]
    [InlineData("""{"operation":{},"fieldsV1":FIELDS}""", false)]
    [InlineData("""{"operation":null,"fieldsV1":FIELDS}""", false)]
    [InlineData("""{"operation":"Apply","fieldsV1":"all"}""", false)]
    [InlineData("\"Apply\"", false)]
    public void A_port_stays_where_its_manager_applied_it(string manager, bool stays)
    {
        var managers = manager.Replace("FIELDS", Fields, StringComparison.Ordinal);
        var service = Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"Service","metadata":{"namespace":"shop","name":"web","managedFields":[{{{managers}}}]},"spec":{"ports":[{"port":80,"nodePort":30080}]}}"""
        );
        var graph = ResourceGraph.Create([service], BuiltInResolvers.Default);
        var result = RestorePresets.Preserve.Apply(graph, null, TestContext.Current.CancellationToken);

        result.Findings.ShouldNotContain(finding => finding.Id == FindingIds.PolicyFailed);
        var restored = result.Resources.Single(resource => resource.Id == service.Id);
        (restored.At("/spec/ports/0/nodePort") is not null).ShouldBe(stays);
    }
}
