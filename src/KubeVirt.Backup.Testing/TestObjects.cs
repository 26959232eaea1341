using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing;

/// <summary>The objects of a test machine, as a cluster would write them.</summary>
/// <param name="id">The machine.</param>
/// <param name="disks">Its disks, in order.</param>
/// <param name="labels">The labels of the machine and its pods.</param>
/// <param name="isRunning">Whether it runs.</param>
internal sealed class TestObjects(
    ResourceId id,
    IReadOnlyList<TestDisk> disks,
    IReadOnlyDictionary<string, string> labels,
    bool isRunning
)
{
    /// <summary>Where guests run.</summary>
    private const string Node = "node1";

    /// <summary>The machine itself, as KubeVirt keeps it.</summary>
    public JsonObject Machine()
    {
        var templates = disks.Where(disk => disk.Kind == TestDiskKind.DataVolume).Select(Template);
        return Object(
            "kubevirt.io/v1",
            "VirtualMachine",
            id.Name,
            new JsonObject
            {
                ["runStrategy"] = isRunning ? "Always" : "Halted",
                ["dataVolumeTemplates"] = new JsonArray([.. templates]),
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = Labels() },
                    ["spec"] = Guest(),
                },
            }
        );
    }

    /// <summary>The instance, with the status of a guest that can be frozen.</summary>
    public JsonObject Instance()
    {
        var instance = Object("kubevirt.io/v1", "VirtualMachineInstance", id.Name, Guest());
        instance["metadata"]!["ownerReferences"] = Owner("kubevirt.io/v1", "VirtualMachine");
        instance["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["nodeName"] = Node,
            ["activePods"] = new JsonObject { [Uid("Pod")] = Node },
            ["guestOSInfo"] = new JsonObject { ["id"] = "fedora" },
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "AgentConnected", ["status"] = "True" }),
        };

        return instance;
    }

    /// <summary>The launcher pod.</summary>
    public JsonObject Pod()
    {
        var compute = new JsonObject { ["name"] = "compute", ["image"] = "registry.example.com/virt-launcher:v1" };
        var spec = new JsonObject { ["nodeName"] = Node, ["containers"] = new JsonArray(compute) };
        var pod = Object("v1", "Pod", $"virt-launcher-{id.Name}-x7k2p", spec);
        pod["metadata"]!["uid"] = Uid("Pod");
        pod["metadata"]!["labels"]!["kubevirt.io"] = "virt-launcher";
        pod["metadata"]!["labels"]!["kubevirt.io/created-by"] = Uid("VirtualMachineInstance");
        pod["metadata"]!["ownerReferences"] = Owner("kubevirt.io/v1", "VirtualMachineInstance");
        pod["status"] = new JsonObject { ["phase"] = "Running" };

        return pod;
    }

    /// <summary>A Service that selects the machine's pods by the label that each machine has.</summary>
    public JsonObject Service() =>
        Object(
            "v1",
            "Service",
            id.Name,
            new JsonObject
            {
                ["selector"] = new JsonObject { ["app"] = labels["app"] },
                ["ports"] = new JsonArray(new JsonObject { ["port"] = 22 }),
            }
        );

    /// <summary>The objects that a disk is of, none for an image.</summary>
    public IEnumerable<JsonObject> OfDisk(TestDisk disk) =>
        disk.Kind switch
        {
            TestDiskKind.DataVolume => [DataVolume(disk), OwnedClaim(disk)],
            TestDiskKind.Claim => [Claim(disk)],
            TestDiskKind.Secret => [Secret(disk)],
            TestDiskKind.ConfigMap => [ConfigMap(disk)],
            _ => [],
        };

    /// <summary>A DataVolume that CDI has filled, as a machine's own.</summary>
    private JsonObject DataVolume(TestDisk disk)
    {
        var volume = Template(disk);
        volume["apiVersion"] = "cdi.kubevirt.io/v1beta1";
        volume["kind"] = "DataVolume";
        volume["metadata"] = Metadata("DataVolume", NameOf(disk));
        volume["metadata"]!["ownerReferences"] = Owner("kubevirt.io/v1", "VirtualMachine");
        volume["status"] = new JsonObject { ["phase"] = "Succeeded", ["claimName"] = NameOf(disk) };

        return volume;
    }

    /// <summary>The claim that CDI made for a DataVolume.</summary>
    private JsonObject OwnedClaim(TestDisk disk)
    {
        var claim = Claim(disk);
        claim["metadata"]!["ownerReferences"] = Owner("cdi.kubevirt.io/v1beta1", "DataVolume", NameOf(disk));

        return claim;
    }

    /// <summary>A claim that is bound.</summary>
    private JsonObject Claim(TestDisk disk)
    {
        var spec = Storage();
        spec["volumeMode"] = "Block";
        spec["volumeName"] = $"pv-{id.Namespace}-{NameOf(disk)}";
        var claim = Object("v1", "PersistentVolumeClaim", NameOf(disk), spec);
        claim["status"] = new JsonObject { ["phase"] = "Bound" };

        return claim;
    }

    /// <summary>A Secret with data for cloud-init.</summary>
    private JsonObject Secret(TestDisk disk)
    {
        var secret = Object("v1", "Secret", NameOf(disk), null);
        secret["data"] = new JsonObject { ["userdata"] = "I2Nsb3VkLWNvbmZpZwo=" };

        return secret;
    }

    /// <summary>A ConfigMap that the guest reads as a disk.</summary>
    private JsonObject ConfigMap(TestDisk disk)
    {
        var map = Object("v1", "ConfigMap", NameOf(disk), null);
        map["data"] = new JsonObject { ["settings"] = "a=b" };

        return map;
    }

    /// <summary>The template of a machine from which KubeVirt makes a DataVolume.</summary>
    private JsonObject Template(TestDisk disk) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = NameOf(disk) },
            ["spec"] = new JsonObject
            {
                ["source"] = new JsonObject { ["blank"] = new JsonObject() },
                ["storage"] = Storage(),
            },
        };

    /// <summary>How much storage is asked for, and of which class.</summary>
    private static JsonObject Storage() =>
        new()
        {
            ["accessModes"] = new JsonArray("ReadWriteMany"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "10Gi" } },
            ["storageClassName"] = TestMachine.StorageClass,
        };

    /// <summary>The spec that a machine's template and its instance share.</summary>
    private JsonObject Guest()
    {
        var drives = disks.Select(disk => new JsonObject
        {
            ["name"] = disk.Name,
            ["disk"] = new JsonObject { ["bus"] = "virtio" },
        });
        var network = new JsonObject { ["name"] = "default", ["masquerade"] = new JsonObject() };
        return new JsonObject
        {
            ["domain"] = new JsonObject
            {
                ["memory"] = new JsonObject { ["guest"] = "2Gi" },
                ["devices"] = new JsonObject
                {
                    ["disks"] = new JsonArray([.. drives]),
                    ["interfaces"] = new JsonArray(network),
                },
            },
            ["networks"] = new JsonArray(new JsonObject { ["name"] = "default", ["pod"] = new JsonObject() }),
            ["volumes"] = new JsonArray([.. disks.Select(Volume)]),
        };
    }

    /// <summary>The volume of a disk, by what kind of disk it is.</summary>
    private JsonObject Volume(TestDisk disk)
    {
        var name = NameOf(disk);
        var (member, source) = disk.Kind switch
        {
            TestDiskKind.DataVolume => ("dataVolume", new JsonObject { ["name"] = name }),
            TestDiskKind.Claim => ("persistentVolumeClaim", new JsonObject { ["claimName"] = name }),
            TestDiskKind.ConfigMap => ("configMap", new JsonObject { ["name"] = name }),
            TestDiskKind.Secret => (
                "cloudInitNoCloud",
                new JsonObject { ["secretRef"] = new JsonObject { ["name"] = name } }
            ),
            _ => ("containerDisk", new JsonObject { ["image"] = "registry.example.com/fedora:42" }),
        };

        return new JsonObject { ["name"] = disk.Name, [member] = source };
    }

    /// <summary>An object of the machine's namespace.</summary>
    private JsonObject Object(string apiVersion, string kind, string name, JsonObject? spec)
    {
        var made = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = Metadata(kind, name),
        };
        if (spec is not null)
            made["spec"] = spec;

        return made;
    }

    /// <summary>Metadata with a UID that is made of kind and name, so that two runs give the same.</summary>
    private JsonObject Metadata(string kind, string name) =>
        new()
        {
            ["name"] = name,
            ["namespace"] = id.Namespace,
            ["uid"] = Uid(kind, name),
            ["labels"] = Labels(),
        };

    /// <summary>The labels that the machine was given.</summary>
    private JsonObject Labels() => new(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));

    /// <summary>One owner that controls the object.</summary>
    private JsonArray Owner(string apiVersion, string kind, string? name = null) =>
        new(
            new JsonObject
            {
                ["apiVersion"] = apiVersion,
                ["kind"] = kind,
                ["name"] = name ?? id.Name,
                ["uid"] = Uid(kind, name),
                ["controller"] = true,
            }
        );

    /// <summary>The name of what holds a disk.</summary>
    private string NameOf(TestDisk disk) => $"{id.Name}-{disk.Name}";

    /// <summary>A UID that tells whose it is, and is the same in each run.</summary>
    private string Uid(string kind, string? name = null) => $"uid-{kind}-{id.Namespace}-{name ?? id.Name}";
}
