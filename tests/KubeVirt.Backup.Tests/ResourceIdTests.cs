using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup;

public class ResourceIdTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["abcxyz019.:-_é"], 1, 12].Where(ResourceId.IsName);

    private static readonly Gen<GroupKind> Kind = Gen.Select(
        Gen.OneOf(Gen.Const(""), Gen.Const("apps"), Gen.Const("kubevirt.io"), Gen.Const("a.b.c")),
        Gen.OneOf(Gen.Const("Secret"), Gen.Const("VirtualMachine")),
        (g, k) => new GroupKind(g, k)
    );

    private static readonly Gen<ResourceId> Id = Gen.Select(
        Kind,
        Gen.OneOf(Gen.Const((string?)null), Name.Select(n => (string?)n)),
        Name,
        (k, ns, n) => new ResourceId(k, ns, n)
    );

    [Theory]
    [InlineData("VirtualMachine.kubevirt.io/ns1/vm1")]
    [InlineData("Secret/ns1/s1")]
    [InlineData("StorageClass.storage.k8s.io/ceph")]
    [InlineData("ClusterRole.rbac.authorization.k8s.io/system:node")]
    public void An_id_prints_as_it_was_written(string text) => ResourceId.Parse(text).ToString().ShouldBe(text);

    [Fact]
    public void Parsing_inverts_printing() => Id.Sample(id => ResourceId.Parse(id.ToString()) == id);

    [Fact]
    public void Order_agrees_with_equality() =>
        Gen.Select(Id, Id)
            .Sample(
                (a, b) => (a.CompareTo(b) == 0) == (a == b) && Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
            );

    [Theory]
    [InlineData("")]
    [InlineData("Secret")]
    [InlineData("Secret//s1")]
    [InlineData("Secret/ns/a/b")]
    [InlineData("Secret/ns/..")]
    [InlineData(".io/ns/a")]
    [InlineData("Secret./ns/a")]
    [InlineData("Secret/ns/a b")]
    public void A_text_that_is_no_id_is_refused_with_the_forms_that_are(string text)
    {
        ResourceId.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => ResourceId.Parse(text)).Message.ShouldContain("Secret/ns1/s1");
    }

    [Fact]
    public void A_name_with_a_slash_is_refused() =>
        Should.Throw<ArgumentException>(() => new ResourceId(Kinds.Secret, "ns", "a/b"));

    [Fact]
    public void The_default_id_names_nothing() => default(ResourceId).IsDefault.ShouldBeTrue();
}
