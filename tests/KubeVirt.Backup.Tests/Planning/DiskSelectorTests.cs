using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class DiskSelectorTests
{
    private static readonly PlannedDisk Data = new()
    {
        Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db"),
        Name = "data",
        Source = "dataVolume",
        Claim = ResourceId.Parse("PersistentVolumeClaim/shop/db-data"),
        Path = "/spec/template/spec/volumes/1",
        Traits = ["shareable", "dataVolume"],
        StorageClass = "ceph-rbd",
        Bytes = 10L << 30,
    };

    private static readonly Resource Claim = Resource.Parse(
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"db-data","namespace":"shop","labels":{"tier":"a"}}}"""
    );

    [Theory]
    [InlineData("*")]
    [InlineData("data")]
    [InlineData("d?t*")]
    [InlineData("names=root,data")]
    [InlineData("machines=db")]
    [InlineData("machines=shop/d*")]
    [InlineData("claims=db-*")]
    [InlineData("classes=ceph-*")]
    [InlineData("size=10Gi..")]
    [InlineData("size=..10Gi")]
    [InlineData("size= 1Gi .. 10737418240 ")]
    [InlineData("is=cdrom,Shareable")]
    [InlineData("is=datavolume")]
    [InlineData("labels=tier in (a,b),!legacy")]
    [InlineData(" machines=shop/db ; names=data; size=1Gi..; is=shareable; labels=tier=a")]
    public void A_selector_takes_what_all_of_its_parts_take(string text) =>
        DiskSelector.Parse(text).Matches(Data, Claim).ShouldBeTrue();

    [Theory]
    [InlineData("dat")]
    [InlineData("machines=shop")]
    [InlineData("machines=other/db")]
    [InlineData("names=data; machines=web")]
    [InlineData("claims=data")]
    [InlineData("classes=local")]
    [InlineData("size=10737418241..")]
    [InlineData("is=cdrom")]
    [InlineData("labels=tier=b")]
    public void A_selector_passes_over_what_one_of_its_parts_does_not_take(string text) =>
        DiskSelector.Parse(text).Matches(Data, Claim).ShouldBeFalse();

    [Fact]
    public void What_is_not_known_of_a_disk_is_in_no_part_that_asks_for_it()
    {
        var bare = new PlannedDisk
        {
            Machine = Data.Machine,
            Name = "data",
            Path = Data.Path,
        };
        foreach (var text in new[] { "size=..1Ei", "classes=*", "claims=*", "labels=!x", "is=boot" })
            DiskSelector.Parse(text).Matches(bare, null).ShouldBeFalse(text);
        DiskSelector.Parse("*").Matches(bare, null).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("disks=data", 0)]
    [InlineData("names=a; names=b", 9)]
    [InlineData("names=", 6)]
    [InlineData("names=Data", 6)]
    [InlineData("size=1Gi", 5)]
    [InlineData("size=..", 5)]
    [InlineData("size=2Gi..1Gi", 5)]
    [InlineData("size=many..", 5)]
    [InlineData("names=a; is=floppy", 12)]
    [InlineData("labels=a in b", 12)]
    public void A_text_that_is_no_selector_is_refused_with_the_place(string text, int position) =>
        Should.Throw<SelectorException>(() => DiskSelector.Parse(text)).Position.ShouldBe(position, text);

    [Fact]
    public void All_selectors_that_do_not_parse_are_said_at_once() =>
        Should
            .Throw<SelectionException>(() => DiskSelection.Parse(["size=1"], ["is=floppy", "scratch"]))
            .Problems.Count.ShouldBe(2);

    [Theory]
    [InlineData("*", "*")]
    [InlineData("data", "names=data")]
    [InlineData(
        "labels=tier=a; is=Shareable,hostdisk; size=1Gi..; classes=ceph-*; claims=c; names=a,b; machines=shop/db",
        "machines=shop/db; names=a,b; claims=c; classes=ceph-*; size=1Gi..; is=shareable,hostDisk; labels=tier=a"
    )]
    public void The_text_of_a_selector_has_each_of_its_parts_in_order(string text, string expected) =>
        DiskSelector.Parse(text).ToString().ShouldBe(expected);

    [Fact]
    public void The_text_of_a_selector_is_read_back_as_the_same() =>
        Selectors.Sample(selector => DiskSelector.Parse(selector.ToString()).ToString().ShouldBe(selector.ToString()));

    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<string> Names = AnyOf("a", "b*", "c-?", "d.e");

    private static readonly Gen<DiskSelector> Selectors =
        from machines in AnyOf("a", "ns/b*", "*/c").Array[0, 2]
        from names in Names.Array[0, 3]
        from claims in Names.Array[0, 2]
        from classes in Names.Array[0, 2]
        from least in Gen.Long[0, 1L << 40]
        from extra in Gen.Long[0, 1L << 40]
        from shape in Gen.Int[0, 3]
        from traits in AnyOf([.. DiskTraits.All]).Array[0, 2]
        from labels in AnyOf("", "a=b", "a in (b,c),!d")
        select new DiskSelector
        {
            Machines = [.. machines],
            Names = [.. names],
            Claims = [.. claims],
            Classes = [.. classes],
            Size = shape switch
            {
                0 => null,
                1 => new DiskSizeRange(least, null),
                2 => new DiskSizeRange(null, least),
                _ => new DiskSizeRange(least, least + extra),
            },
            Is = [.. traits],
            Labels = labels.Length == 0 ? null : LabelSelector.Parse(labels),
        };
}
