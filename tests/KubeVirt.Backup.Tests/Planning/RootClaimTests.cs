using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>Claims that a plan takes snapshots of though no machine of it uses them, and objects that it leaves out.</summary>
public class RootClaimTests
{
    private const string Claim =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk, namespace: ns}\nstatus: {phase: Bound}";

    private const string DataVolume =
        "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: disk, namespace: ns}\nspec: {source: {pvc: {name: golden, namespace: ns}}}\nstatus: {phase: Succeeded}";

    private const string Golden =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: golden, namespace: ns}\nstatus: {phase: Bound}";

    private const string Other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other, namespace: ns}";

    [Theory]
    [InlineData("PersistentVolumeClaim/ns/disk", "disk")]
    [InlineData("DataVolume.cdi.kubevirt.io/ns/disk", "disk")]
    [InlineData("ConfigMap/ns/other", null)]
    public void A_root_that_is_a_claim_or_makes_one_is_snapshot(string root, string? expected)
    {
        var options = new PlanOptions { Roots = [ResourceId.Parse(root)] };

        var plan = PlanText.Plan(options, Claim, DataVolume, Golden, Other);

        plan.Volumes.Select(claim => claim.Name).ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public void What_is_left_out_has_the_reason_that_fits_it()
    {
        const string Machine = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns, uid: m, ownerReferences: [{apiVersion: apps.example.org/v1, kind: Fleet, name: fleet, uid: f}]}
            spec: {template: {spec: {domain: {}, volumes: [{name: root, dataVolume: {name: disk}}]}}}
            """;
        const string Owner =
            "apiVersion: apps.example.org/v1\nkind: Fleet\nmetadata: {name: fleet, namespace: ns, uid: f}";

        var plan = PlanText.Plan(Machine, Claim, DataVolume, Golden, Owner, Other);

        plan.Excluded.Select(exclusion => $"{exclusion.Resource}: {exclusion.Reason}")
            .ShouldBe([
                "ConfigMap/ns/other: Nothing that is backed up refers to it.",
                "Fleet.apps.example.org/ns/fleet: It is only named as an owner, by objects that are backed up without it.",
                "PersistentVolumeClaim/ns/golden: It is only an image that volumes were or are populated from, not a guest's "
                    + "own data.",
            ]);
    }
}
