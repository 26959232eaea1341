using System.Text.Json;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>How an object gets its owners back without losing those that it has.</summary>
public class OwnerPatchTests
{
    private const string Other = """{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u0"}""";

    [Fact]
    public void An_owner_is_added_behind_those_that_are_there()
    {
        var metadata = PatchOf(Claim(Other), new KnownOwner(Owner(isController: true), "u1"));

        metadata.GetProperty("resourceVersion").GetString().ShouldBe("7");
        var owners = metadata.GetProperty("ownerReferences").EnumerateArray().Select(owner => owner.GetRawText());
        owners.ShouldBe([
            Other,
            """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","name":"a","uid":"u1","controller":true,"blockOwnerDeletion":false}""",
        ]);
    }

    [Fact]
    public void An_object_without_owners_gets_those_that_it_should_have()
    {
        var metadata = PatchOf(
            Claim(null),
            new KnownOwner(Owner(isController: false), "u1"),
            new KnownOwner(Owner(isController: true), "u2")
        );

        metadata
            .GetProperty("ownerReferences")
            .EnumerateArray()
            .Select(owner => (owner.GetProperty("uid").GetString(), owner.GetProperty("controller").GetBoolean()))
            .ShouldBe([("u1", false), ("u2", true)]);
    }

    [Fact]
    public void An_object_that_has_all_its_owners_is_left_alone() =>
        OwnerPatch
            .Write(
                Claim("""{"apiVersion":"v1","kind":"DataVolume","name":"a","uid":"u1"}"""),
                [new KnownOwner(Owner(isController: true), "u1")]
            )
            .ShouldBeNull();

    private static JsonElement PatchOf(Resource now, params KnownOwner[] owners) =>
        JsonElement.Parse(OwnerPatch.Write(now, owners)!).GetProperty("metadata");

    private static OwnerToRestore Owner(bool isController) =>
        new(
            ResourceId.Parse("PersistentVolumeClaim/ns/a"),
            ResourceId.Parse("DataVolume.cdi.kubevirt.io/ns/a"),
            "cdi.kubevirt.io/v1beta1",
            isController,
            false
        );

    private static Resource Claim(string? owner)
    {
        var owners = owner is null ? "" : $"\"ownerReferences\":[{owner}],";

        return Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{{{{owners}}}"name":"a","namespace":"ns","resourceVersion":"7"}}"""
        );
    }
}
