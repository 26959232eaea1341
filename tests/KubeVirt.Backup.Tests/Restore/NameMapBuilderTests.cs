using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Maps of names as users write them: in options of a command, and in settings.</summary>
public class NameMapBuilderTests
{
    private static readonly Dictionary<string, Action<NameMapBuilder, string>> Options = new()
    {
        ["namespace"] = (maps, text) => maps.AddNamespace(text),
        ["storage-class"] = (maps, text) => maps.AddStorageClass(text),
        ["snapshot-class"] = (maps, text) => maps.AddSnapshotClass(text),
        ["network"] = (maps, text) => maps.AddNetwork(text),
        ["vm"] = (maps, text) => maps.AddMachine(text),
        ["name"] = (maps, text) => maps.AddName(text),
    };

    [Theory]
    [InlineData("namespace", "a=b", "Namespace/a", "Namespace/b")]
    [InlineData("namespace", "a=b", "Secret/a/s", "Secret/b/s")]
    [InlineData("storage-class", "slow=fast", "StorageClass.storage.k8s.io/slow", "StorageClass.storage.k8s.io/fast")]
    [InlineData(
        "snapshot-class",
        "a=b",
        "VolumeSnapshotClass.snapshot.storage.k8s.io/a",
        "VolumeSnapshotClass.snapshot.storage.k8s.io/b"
    )]
    [InlineData(
        "network",
        "n/a=m/b",
        "NetworkAttachmentDefinition.k8s.cni.cncf.io/n/a",
        "NetworkAttachmentDefinition.k8s.cni.cncf.io/m/b"
    )]
    [InlineData("vm", "ns/a=b", "VirtualMachine.kubevirt.io/ns/a", "VirtualMachine.kubevirt.io/ns/b")]
    [InlineData("name", "Secret/ns/a=b", "Secret/ns/a", "Secret/ns/b")]
    public void A_text_maps_what_it_says(string option, string text, string old, string expected)
    {
        var maps = new NameMapBuilder();

        Options[option](maps, text);

        maps.Build().Map(ResourceId.Parse(old)).ShouldBe(ResourceId.Parse(expected));
    }

    [Theory]
    [InlineData("namespace", "a", "A=B")]
    [InlineData("namespace", "a=", "A=B")]
    [InlineData("namespace", "=b", "A=B")]
    [InlineData("namespace", "a=b=c", "A=B")]
    [InlineData("storage-class", "a/b=c", "two names")]
    [InlineData("network", "a=b", "NS/A=NS/B")]
    [InlineData("network", "n/a=b", "NS/A=NS/B")]
    [InlineData("network", "n/a=m/", "two names")]
    [InlineData("network", "/a=m/b", "two names")]
    [InlineData("vm", "a=b", "NS/A=B")]
    [InlineData("name", "secret a=b", "ID=B, with an id such as Secret/ns1/s1")]
    [InlineData("name", "Namespace/a=b", "ID=B, with an id such as Secret/ns1/s1")]
    public void A_text_of_another_form_is_refused_with_the_form(string option, string text, string form) =>
        Should
            .Throw<ArgumentException>(() => Options[option](new NameMapBuilder(), text))
            .Message.ShouldBe($"'{text}' is not of the form {form}.");

    [Theory]
    [InlineData("namespace", "a=b", "a=c")]
    [InlineData("storage-class", "a=b", "a=c")]
    [InlineData("snapshot-class", "a=b", "a=c")]
    [InlineData("network", "n/a=n/b", "n/a=n/c")]
    [InlineData("vm", "ns/a=b", "ns/a=c")]
    [InlineData("name", "Secret/ns/a=b", "Secret/ns/a=c")]
    public void What_is_mapped_already_is_refused(string option, string first, string second)
    {
        var maps = new NameMapBuilder();
        Options[option](maps, first);

        Should
            .Throw<ArgumentException>(() => Options[option](maps, second))
            .Message.ShouldBe($"'{second}' maps something that another option maps already.");
    }

    [Fact]
    public void Settings_have_a_map_for_each_option()
    {
        var options = new NameMapOptions();
        options.Namespaces["a"] = "b";
        options.StorageClasses["slow"] = "fast";
        options.SnapshotClasses["s1"] = "s2";
        options.Networks["n/a"] = "n/b";
        options.Machines["ns/vm"] = "vm2";
        options.Names["Secret/ns/s"] = "t";

        options
            .ToNameMap()
            .Sources.Select(id => id.ToString())
            .ShouldBe(
                [
                    "Namespace/a",
                    "NetworkAttachmentDefinition.k8s.cni.cncf.io/n/a",
                    "Secret/ns/s",
                    "StorageClass.storage.k8s.io/slow",
                    "VirtualMachine.kubevirt.io/ns/vm",
                    "VolumeSnapshotClass.snapshot.storage.k8s.io/s1",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Maps_that_policies_cannot_use_are_refused_with_all_that_is_wrong()
    {
        var snapshots = new Dictionary<ResourceId, string>
        {
            [ResourceId.Parse("Secret/ns/s")] = "snapshot",
            [ResourceId.Parse("PersistentVolumeClaim/ns/c")] = "No Name",
        };
        var message = Should.Throw<ArgumentException>(() => new RestoreFromSnapshots(snapshots)).Message;
        message.ShouldContain(
            "'No Name' for PersistentVolumeClaim/ns/c is no name; Secret/ns/s is no PersistentVolumeClaim"
        );

        Should.Throw<ArgumentException>(() => new SetAccessModes(["ReadWriteSometimes"]));
        Should.Throw<ArgumentException>(() => new SetAccessModes([]));
        var twice = new Dictionary<string, string>
        {
            ["02:00:00:00:00:01"] = "02:00:00:00:00:02",
            ["02-00-00-00-00-01"] = "02:00:00:00:00:03",
        };
        Should
            .Throw<ArgumentException>(() => new MapMacAddresses(twice))
            .Message.ShouldContain("02:00:00:00:00:01 is mapped more than once");
    }
}
