using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Apply;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>The form in which a rehearsal takes what a target holds: settled, and without what servers write.</summary>
public class ExistingFormTests
{
    private const string Finished =
        """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"name":"a","namespace":"ns","uid":"u1","annotations":{"own":"x"}},"spec":{"source":{"blank":{}}},"status":{"phase":"Succeeded"}}""";

    private const string Bound =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a","namespace":"ns","annotations":{"pv.kubernetes.io/bind-completed":"yes","own":"x"},"ownerReferences":[{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","name":"a","uid":"u1"}]},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"fast","volumeMode":"Block","volumeName":"pv-a","resources":{"requests":{"storage":"1Gi"}},"dataSource":{"kind":"VolumeCloneSource","name":"s"},"dataSourceRef":{"kind":"VolumeCloneSource","name":"s"}},"status":{"phase":"Bound"}}""";

    [Fact]
    public void What_only_servers_write_is_taken_off()
    {
        var machine = Single(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"m","namespace":"ns","uid":"u","resourceVersion":"7","generation":3,"creationTimestamp":"2026-01-01T00:00:00Z","finalizers":["f"],"managedFields":[],"labels":{"a":"b"}},"spec":{"runStrategy":"Halted"},"status":{"created":true}}"""
        );

        machine
            .GetRawText()
            .ShouldBe(
                """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"m","namespace":"ns","labels":{"a":"b"}},"spec":{"runStrategy":"Halted"}}"""
            );
    }

    [Theory]
    [InlineData("Succeeded", "\"a\"")]
    [InlineData("ImportInProgress", null)]
    public void A_DataVolume_that_is_done_stays_done(string phase, string? mark)
    {
        var volume = Single(Finished.Replace("Succeeded", phase, StringComparison.Ordinal));

        var annotations = volume.GetProperty("metadata").GetProperty("annotations");
        var isMarked = annotations.TryGetProperty("cdi.kubevirt.io/storage.prePopulated", out var value);
        (isMarked ? value.GetRawText() : null).ShouldBe(mark);
        annotations.GetProperty("own").GetString().ShouldBe("x");
    }

    [Fact]
    public void A_bound_claim_gets_its_volume_first_and_is_filled_by_nobody_again()
    {
        var steps = Steps(Finished, Bound);

        steps
            .Select(step => step.GetProperty("kind").GetString())
            .ShouldBe(["DataVolume", "PersistentVolume", "PersistentVolumeClaim"]);
        steps[1]
            .GetRawText()
            .ShouldBe(
                """{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv-a"},"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"storageClassName":"fast","volumeMode":"Block","claimRef":{"namespace":"ns","name":"a"}}}"""
            );
        var claim = steps[2];
        claim
            .GetProperty("metadata")
            .GetProperty("annotations")
            .GetRawText()
            .ShouldBe("""{"own":"x","cdi.kubevirt.io/storage.populatedFor":"a"}""");
        var spec = claim.GetProperty("spec");
        (spec.TryGetProperty("dataSource", out _), spec.TryGetProperty("dataSourceRef", out _)).ShouldBe(
            (false, false)
        );
        spec.GetProperty("volumeName").GetString().ShouldBe("pv-a");
    }

    [Theory]
    [InlineData("\"Bound\"", "\"Pending\"")]
    [InlineData("\"pv-a\"", "\"\"")]
    public void A_claim_without_a_volume_stays_as_it_is(string old, string now)
    {
        var claim = Steps(Bound.Replace(old, now, StringComparison.Ordinal)).ShouldHaveSingleItem();

        claim.GetProperty("spec").TryGetProperty("dataSource", out _).ShouldBeTrue();
        claim
            .GetProperty("metadata")
            .GetProperty("annotations")
            .TryGetProperty("cdi.kubevirt.io/storage.populatedFor", out _)
            .ShouldBeFalse();
    }

    [Fact]
    public void Owners_that_were_read_are_named_and_others_are_known_to_nobody()
    {
        OwnerOf(Steps(Finished, Bound)[2])
            .ShouldBe(
                """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","name":"a","uid":"{{uid DataVolume/ns/a}}"}"""
            );
        OwnerOf(Steps(Bound)[1])
            .ShouldBe("""{"apiVersion":"elsewhere.kubevirt-backup/v1","kind":"DataVolume","name":"a","uid":"u1"}""");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u9"}]""")]
    public void A_bound_claim_that_no_DataVolume_owns_is_marked_for_none(string owners)
    {
        var claim = JsonNode.Parse(Bound)!;
        claim["metadata"]!["ownerReferences"] = JsonNode.Parse(owners);
        var steps = Steps(claim.ToJsonString());

        steps[1].GetProperty("metadata").GetProperty("annotations").GetRawText().ShouldBe("""{"own":"x"}""");
    }

    [Fact]
    public void An_owner_without_a_namespace_is_named_without_one()
    {
        const string Node = """{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","uid":"u1"}}""";

        OwnerOf(Steps(Node, Bound)[2]).ShouldContain("\"uid\":\"{{uid Node/n}}\"");
    }

    [Fact]
    public void The_instance_of_a_machine_that_is_there_is_started_by_it()
    {
        const string Machine =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"ns"},"spec":{}}""";
        const string Instance =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"NAME","namespace":"ns","labels":{"kubevirt.io/nodeName":"n","own":"x"}},"spec":{}}""";
        var ofMachine = Instance.Replace("NAME", "a", StringComparison.Ordinal);
        var alone = Instance.Replace("NAME", "b", StringComparison.Ordinal);

        var steps = Steps(Machine, ofMachine, alone);

        steps.Select(step => step.GetProperty("metadata").GetProperty("name").GetString()).ShouldBe(["a", "b"]);
        steps[1].GetProperty("metadata").GetProperty("labels").GetRawText().ShouldBe("""{"own":"x"}""");
    }

    private static string OwnerOf(JsonElement step) =>
        step.GetProperty("metadata").GetProperty("ownerReferences")[0].GetRawText();

    private static JsonElement Single(string json) => Steps(json).ShouldHaveSingleItem();

    private static List<JsonElement> Steps(params string[] objects) =>
        [.. new ExistingForm([.. objects.Select(Resource.Parse)]).Steps().Select(step => step.Content!.Value)];
}
