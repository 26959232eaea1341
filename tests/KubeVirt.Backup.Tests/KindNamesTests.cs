using Shouldly;
using Xunit;

namespace KubeVirt.Backup;

/// <summary>Ids as somebody types them.</summary>
public class KindNamesTests
{
    [Theory]
    [InlineData("vm/shop/db", "VirtualMachine.kubevirt.io/shop/db")]
    [InlineData("VMs/shop/db", "VirtualMachine.kubevirt.io/shop/db")]
    [InlineData("virtualmachines.kubevirt.io/shop/db", "VirtualMachine.kubevirt.io/shop/db")]
    [InlineData("VirtualMachine/shop/db", "VirtualMachine.kubevirt.io/shop/db")]
    [InlineData("pvc/shop/disk", "PersistentVolumeClaim/shop/disk")]
    [InlineData("secret/shop/key", "Secret/shop/key")]
    [InlineData("Secret/shop/key", "Secret/shop/key")]
    [InlineData("sc/fast", "StorageClass.storage.k8s.io/fast")]
    [InlineData("ev/shop/a", "Event/shop/a")]
    [InlineData("ev.events.k8s.io/shop/a", "Event.events.k8s.io/shop/a")]
    [InlineData("Widget.example.org/shop/a", "Widget.example.org/shop/a")]
    public void A_kind_is_meant_by_any_of_its_names(string typed, string meant) =>
        KindNames.ParseId(typed).ToString().ShouldBe(meant);

    [Theory]
    [InlineData("vm")]
    [InlineData("vm/")]
    [InlineData("vm/a/b/c")]
    [InlineData("/shop/db")]
    [InlineData("")]
    public void What_is_no_id_is_refused_with_the_forms_that_there_are(string typed) =>
        Should
            .Throw<FormatException>(() => KindNames.ParseId(typed))
            .Message.ShouldContain("such as VirtualMachine.kubevirt.io/ns1/vm1");

    [Fact]
    public void Every_short_name_of_a_kind_is_read_as_one_kind_or_refused_with_all_of_them()
    {
        foreach (var kind in typeof(Kinds).GetProperties().Select(property => (GroupKind)property.GetValue(null)!))
            KindNames.ParseId($"{kind}/ns/name").Kind.ShouldBe(kind);
    }
}
