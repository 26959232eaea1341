using KubeVirt.Backup.Client.Apply;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a restored object takes of a namespace's quotas.</summary>
public class QuotaNeedsTests
{
    private const string Storage = """{"storageClassName":"fast","resources":{"requests":{"storage":"2Gi"}}}""";

    private static readonly string[] OfClaim =
    [
        "count/persistentvolumeclaims=1",
        "fast.storageclass.storage.k8s.io/persistentvolumeclaims=1",
        "fast.storageclass.storage.k8s.io/requests.storage=2147483648",
        "persistentvolumeclaims=1",
        "requests.storage=2147483648",
    ];

    [Theory]
    [InlineData("v1", "ConfigMap", "configmaps=1 count/configmaps=1")]
    [InlineData("v1", "Secret", "count/secrets=1 secrets=1")]
    [InlineData("v1", "Service", "count/services=1 services=1")]
    [InlineData("apps/v1", "ControllerRevision", "count/controllerrevisions.apps=1")]
    public void Each_object_counts(string version, string kind, string expected) =>
        Needs(Parse(version, kind, "{}")).ShouldBe(expected.Split(' '));

    [Fact]
    public void A_claim_takes_storage_in_all_and_of_its_class() =>
        Needs(Parse("v1", "PersistentVolumeClaim", Storage)).ShouldBe(OfClaim);

    [Theory]
    [InlineData("""{"resources":{"requests":{"storage":"2Gi"}}}""")]
    [InlineData("""{"storageClassName":"","resources":{"requests":{"storage":"2Gi"}}}""")]
    public void A_claim_without_a_class_takes_storage_alone(string spec) =>
        Needs(Parse("v1", "PersistentVolumeClaim", spec))
            .ShouldBe(["count/persistentvolumeclaims=1", "persistentvolumeclaims=1", "requests.storage=2147483648"]);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"storageClassName":"fast","resources":{"requests":{"storage":"much"}}}""")]
    public void What_is_no_quantity_is_not_counted(string spec) =>
        Needs(Parse("v1", "PersistentVolumeClaim", spec))
            .ShouldBe(["count/persistentvolumeclaims=1", "persistentvolumeclaims=1"]);

    [Theory]
    [InlineData("storage")]
    [InlineData("pvc")]
    public void A_DataVolume_takes_what_its_claim_will(string member)
    {
        var volume = Parse("cdi.kubevirt.io/v1beta1", "DataVolume", $$"""{"{{member}}":{{Storage}}}""");

        Needs(volume).ShouldBe(OfClaim.Append("count/datavolumes.cdi.kubevirt.io=1").Order(StringComparer.Ordinal));
        Needs(volume, "PersistentVolumeClaim/ns/a").ShouldBe(["count/datavolumes.cdi.kubevirt.io=1"]);
    }

    [Fact]
    public void A_machine_takes_what_its_templates_will_unless_they_are_restored_too()
    {
        var machine = Parse(
            "kubevirt.io/v1",
            "VirtualMachine",
            $$$"""{"dataVolumeTemplates":[{"metadata":{"name":"root"},"spec":{"storage":{{{Storage}}}}},{"metadata":{"name":"not a name"}},{}]}"""
        );
        const string Itself = "count/virtualmachines.kubevirt.io=1";
        const string Volume = "count/datavolumes.cdi.kubevirt.io=1";

        Needs(machine).ShouldBe(OfClaim.Append(Volume).Append(Itself).Order(StringComparer.Ordinal));
        Needs(machine, "PersistentVolumeClaim/ns/root").ShouldBe([Volume, Itself]);
        Needs(machine, "DataVolume.cdi.kubevirt.io/ns/root").ShouldBe([Itself]);
    }

    [Fact]
    public void Amounts_of_one_name_are_added() =>
        QuotaNeeds
            .Sum([new QuotaAmount("a", 1), new QuotaAmount("b", 2), new QuotaAmount("a", 3)])
            .Select(sum => $"{sum.Key}={sum.Value}")
            .Order()
            .ShouldBe(["a=4", "b=2"]);

    private static IEnumerable<string> Needs(Resource resource, params string[] brought)
    {
        var ids = brought.Select(ResourceId.Parse).ToHashSet();

        return QuotaNeeds
            .Of(resource, ids.Contains)
            .Select(amount => $"{amount.Name}={amount.Amount}")
            .Order(StringComparer.Ordinal);
    }

    private static Resource Parse(string version, string kind, string spec) =>
        Resource.Parse(
            $$$"""{"apiVersion":"{{{version}}}","kind":"{{{kind}}}","metadata":{"name":"a","namespace":"ns"},"spec":{{{spec}}}}"""
        );
}
