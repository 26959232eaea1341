using System.Text;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>An owner is who has the UID, not who has the name.</summary>
public class OwnerEvidenceTests
{
    private const string Owned =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: ns, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: c, uid: first, controller: true}]}\n";

    [Theory]
    [InlineData("uid: first", true)]
    [InlineData("uid: second", false)]
    [InlineData("labels: {a: b}", true)]
    public void An_object_of_the_owners_name_is_the_owner_unless_the_UIDs_differ(string metadata, bool isOwner)
    {
        var graph = Graph(
            Owned,
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c, namespace: ns, {metadata}}}\n"
        );
        graph
            .EdgesFrom(ResourceId.Parse("Secret/ns/s"))
            .Any(edge => edge.Relation == Relation.OwnedBy)
            .ShouldBe(isOwner);
    }

    [Theory]
    [InlineData("big", "", "ClusterThing.infra.example.org/big")]
    [InlineData("big", ", namespace: ns", "ClusterThing.infra.example.org/ns/big")]
    [InlineData("other", "", "ClusterThing.infra.example.org/ns/big")]
    public void An_owner_of_an_unknown_kind_is_of_the_namespace_or_cluster_scoped(
        string name,
        string @namespace,
        string expected
    )
    {
        var graph = Graph(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: ns, ownerReferences: [{apiVersion: infra.example.org/v1, kind: ClusterThing, name: big, uid: u}]}\n",
            $"apiVersion: infra.example.org/v1\nkind: ClusterThing\nmetadata: {{name: {name}{@namespace}, uid: u}}\n"
        );
        graph
            .EdgesFrom(ResourceId.Parse("Secret/ns/s"))
            .Where(edge => edge.Relation == Relation.OwnedBy)
            .Select(edge => edge.To.ToString())
            .ShouldBe([expected]);
    }

    [Theory]
    [InlineData("ClusterThing", "infra.example.org/v1", true)]
    [InlineData("KubevirtMachine", "infrastructure.cluster.x-k8s.io/v1alpha1", true)]
    [InlineData("Deployment", "apps/v1", false)]
    public void Of_an_absent_owner_is_said_where_its_scope_is_not_known(string kind, string apiVersion, bool isOpen)
    {
        var graph = Graph(
            $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: ns, ownerReferences: [{{apiVersion: {apiVersion}, kind: {kind}, name: big, uid: u}}]}}\n"
        );
        var finding = graph.Findings.Single(finding => finding.Path == "/metadata/ownerReferences/0/name");
        finding.Message.Contains("in the namespace or cluster-scoped", StringComparison.Ordinal).ShouldBe(isOpen);
        finding.Severity.ShouldBe(Findings.FindingSeverity.Info);
    }

    [Theory]
    [InlineData("uid-of-another", "u", "ClusterThing.infra.example.org/big")]
    [InlineData("u", "uid-of-another", "ClusterThing.infra.example.org/ns/big")]
    public void Of_two_owners_of_one_name_the_UID_tells_the_right_one(
        string ofNamespace,
        string ofCluster,
        string expected
    )
    {
        var graph = Graph(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: ns, ownerReferences: [{apiVersion: infra.example.org/v1, kind: ClusterThing, name: big, uid: u}]}\n",
            $"apiVersion: infra.example.org/v1\nkind: ClusterThing\nmetadata: {{name: big, namespace: ns, uid: {ofNamespace}}}\n",
            $"apiVersion: infra.example.org/v1\nkind: ClusterThing\nmetadata: {{name: big, uid: {ofCluster}}}\n"
        );
        graph
            .EdgesFrom(ResourceId.Parse("Secret/ns/s"))
            .Where(edge => edge.Relation == Relation.OwnedBy)
            .Select(edge => edge.To.ToString())
            .ShouldBe([expected]);
    }

    [Theory]
    [InlineData("uid: a", true)]
    [InlineData("uid: b", false)]
    public void An_instance_that_another_set_controls_is_no_child_whatever_its_label_says(string owner, bool isChild)
    {
        var graph = Graph(
            "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstanceReplicaSet\nmetadata: {name: a, namespace: ns, uid: a}\n",
            "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {name: i, namespace: ns, labels: {kubevirt.io/vmReplicaSet: a}, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstanceReplicaSet, name: x, "
                + owner
                + ", controller: true}]}\n"
        );
        graph
            .EdgesFrom(ResourceId.Parse("VirtualMachineInstanceReplicaSet.kubevirt.io/ns/a"))
            .Any(edge => edge.Relation == Relation.Runs)
            .ShouldBe(isChild);
    }

    private static ResourceGraph Graph(params string[] documents)
    {
        var text = Encoding.UTF8.GetBytes(string.Join("---\n", documents));
        var manifests = new ManifestReader().Read(text, "owners.yaml");
        manifests.Findings.ShouldBeEmpty();
        return BackupPlanner
            .Plan(
                manifests.Resources,
                new PlanOptions { Roots = [.. manifests.Resources.Select(resource => resource.Id)] }
            )
            .Graph;
    }
}
