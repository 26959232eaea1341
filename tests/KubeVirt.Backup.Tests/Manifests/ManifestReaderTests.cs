using System.Text;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public class ManifestReaderTests
{
    private const string A = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}";
    private const string B = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"b\"}}";

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n---\n# nothing\n---\n")]
    [InlineData("---\n...\n")]
    [InlineData("null")]
    [InlineData("\uFEFF")]
    [InlineData("[]")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[]}")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"SecretList\",\"items\":null}")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n")]
    public void Nothing_is_no_finding(string text)
    {
        var set = Manifest.Read(text);
        set.Resources.ShouldBeEmpty();
        set.Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(A + B)]
    [InlineData(A + "\n" + B + "\n")]
    [InlineData("[" + A + ",\n" + B + "]")]
    [InlineData("\uFEFF" + A + B)]
    [InlineData("{\"apiVersion\":\"v1\",\"items\":[" + A + "," + B + "],\"kind\":\"List\"}")]
    [InlineData(
        "{\"kind\":\"List\",\"items\":[{\"items\":["
            + A
            + "],\"kind\":\"List\"},{\"kind\":\"SecretList\",\"items\":["
            + B
            + "]}]}"
    )]
    [InlineData(A + "\n---\n" + B)]
    [InlineData("{apiVersion: v1, kind: Secret, metadata: {name: a}}\n---\n" + B)]
    [InlineData(
        "apiVersion: v1\r\nkind: Secret\r\nmetadata:\r\n  name: a\r\n---\r\napiVersion: v1\r\nkind: Secret\r\nmetadata:\r\n  name: b\r\n"
    )]
    [InlineData(
        "%YAML 1.1\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n...\n---\n---\n" + B + "\n# end\n"
    )]
    [InlineData("# joined\n" + A + "\n---\n\uFEFF" + B)]
    [InlineData(
        "apiVersion: v1\nkind: List\nitems:\n- " + A + "\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: b\n"
    )]
    public void All_forms_give_the_same_two_objects(string text)
    {
        var set = Manifest.Read(text);
        set.Findings.ShouldBeEmpty();
        set.Names().ShouldBe(["a", "b"]);
        set.Resources.ShouldAllBe(resource => resource.Id.Namespace == "default" && resource.ApiVersion == "v1");
        set.Resources[0].Json().ShouldBe(A);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_16_is_read(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        foreach (var text in new[] { A, "apiVersion: v1\nkind: Secret\nmetadata: {name: a}" })
        {
            var set = new ManifestReader().Read((byte[])[.. encoding.Preamble, .. encoding.GetBytes(text)], "x");
            set.Resources.ShouldHaveSingleItem().Json().ShouldBe(A);
        }
    }

    [Fact]
    public void JSON_keeps_its_bytes()
    {
        const string item =
            "{ \"kind\" : \"Foo\",\n \"apiVersion\":\"x.io\\/v1\", \"n\": 1.0e0,\t\"metadata\": {\"x\":{\"name\":1},\"name\":\"a\\u0062\"}, \"s\":\"\\u00e9\" }";
        var input = Encoding.UTF8.GetBytes($"{{\"kind\":\"List\",\"items\": [ {item} ] }}");
        var resource = new ManifestReader().Read(input, "x").Resources.ShouldHaveSingleItem();
        resource.Json().ShouldBe(item);
        resource.Id.ToString().ShouldBe("Foo.x.io/ab");
        resource.Json.Span.Overlaps(input).ShouldBeTrue();
    }

    [Fact]
    public void Items_of_a_typed_list_are_stamped_with_what_they_lack_and_only_then_copied()
    {
        var set = Manifest.Read(
            """
            {"apiVersion":"kubevirt.io/v1","items":[
              {"metadata":{"name":"a"}},
              {"kind":"VirtualMachine","apiVersion":"kubevirt.io/v1alpha3","metadata":{"name":"b"}},
              {"apiVersion":"kubevirt.io/v1","metadata":{"name":"c","namespace":"n"}}
            ],"kind":"VirtualMachineList","metadata":{"resourceVersion":"1"}}
            """
        );
        set.Findings.ShouldBeEmpty();
        set.Resources.Select(r => r.Json())
            .ShouldBe([
                "{\"apiVersion\":\"kubevirt.io/v1\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\"a\"}}",
                "{\"kind\":\"VirtualMachine\",\"apiVersion\":\"kubevirt.io/v1alpha3\",\"metadata\":{\"name\":\"b\"}}",
                "{\"kind\":\"VirtualMachine\",\"apiVersion\":\"kubevirt.io/v1\",\"metadata\":{\"name\":\"c\",\"namespace\":\"n\"}}",
            ]);
        set.Resources[2].Id.ToString().ShouldBe("VirtualMachine.kubevirt.io/n/c");
    }

    [Fact]
    public void An_object_with_items_that_is_no_list_stays_whole()
    {
        var set = Manifest.Read(
            "{\"apiVersion\":\"x/v1\",\"kind\":\"AllowList\",\"items\":[1," + A + ",{}],\"metadata\":{\"name\":\"l\"}}"
        );
        set.Findings.ShouldBeEmpty();
        set.Names().ShouldBe(["l"]);
    }

    [Fact]
    public void Namespaces_are_filled_in_by_scope()
    {
        var set = Manifest.Read(
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}
            {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"b","namespace":"odd"}}
            {"apiVersion":"x/v1","kind":"Unknown","metadata":{"name":"c"}}
            """,
            new ManifestOptions { DefaultNamespace = "shop" }
        );
        set.Resources.Select(r => r.Id.ToString())
            .ShouldBe(["Secret/shop/a", "StorageClass.storage.k8s.io/b", "Unknown.x/c"]);
    }

    [Fact]
    public void The_texts_that_repeat_are_one_string()
    {
        var set = Manifest.Read(
            A.Replace("\"name\"", "\"namespace\":\"n\",\"name\"", StringComparison.Ordinal)
                + B.Replace("\"name\"", "\"namespace\":\"n\",\"name\"", StringComparison.Ordinal)
        );
        ReferenceEquals(set.Resources[0].ApiVersion, set.Resources[1].ApiVersion).ShouldBeTrue();
        ReferenceEquals(set.Resources[0].Id.Kind.Kind, set.Resources[1].Id.Kind.Kind).ShouldBeTrue();
        ReferenceEquals(set.Resources[0].Id.Namespace, set.Resources[1].Id.Namespace).ShouldBeTrue();
    }

    [Fact]
    public void A_large_dump_costs_a_few_hundred_bytes_an_object()
    {
        var item =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"N\",\"namespace\":\"n\"},\"data\":{"
            + string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"key{i}\":\"v\""))
            + "}}";
        var input = Encoding.UTF8.GetBytes(
            "{\"apiVersion\":\"v1\",\"items\":["
                + string.Join(
                    ',',
                    Enumerable.Range(0, 2000).Select(i => item.Replace("\"N\"", $"\"cm{i}\"", StringComparison.Ordinal))
                )
                + "],\"kind\":\"List\"}"
        );
        new ManifestReader().Read(input, "warm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        new ManifestReader().Read(input, "x").Resources.Count.ShouldBe(2000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2000 * 800);
    }
}
