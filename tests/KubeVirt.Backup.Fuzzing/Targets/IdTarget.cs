using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Ids of objects, as documents write them and as somebody types them.</summary>
internal sealed class IdTarget : FuzzTarget
{
    private static readonly string[] Ids =
    [
        "VirtualMachine.kubevirt.io/shop/db",
        "Secret/shop/login",
        "StorageClass.storage.k8s.io/ceph",
        "vm/shop/db",
        "pvc/shop/db-root",
        "virtualmachines.kubevirt.io/shop/db",
        "ns/shop",
        "Role.rbac.authorization.k8s.io/shop/kubevirt.io:view",
        "Widget.example.com/a/b",
    ];

    public override string Name => "id";

    public override string Meaning => "the text of an id";

    public override IEnumerable<byte[]> Seeds => Ids.Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        ["/", ".", "vmi/", "dv/", "Secret/", ".kubevirt.io", ".storage.k8s.io"];

    public override int MaxLength => 4 << 10;

    protected override void TryInput(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (ResourceId.TryParse(text, out var id))
        {
            Promise.Same(text, id.ToString(), "an id");
            CheckRead(id);
        }
        else
            Promise.That(id.IsDefault, $"what is no id gives {id}");

        try
        {
            var typed = KindNames.ParseId(text);
            CheckRead(typed);
            Promise.That(KindNames.ParseId(typed.ToString()) == typed, $"{typed} is typed as another");
        }
        catch (FormatException e)
        {
            Promise.That(id.IsDefault, $"the id {id} is not read as somebody types it: {e.Message}");
        }
    }

    private static void CheckRead(ResourceId id)
    {
        Promise.That(ResourceId.Parse(id.ToString()) == id, $"{id} is read back as another");
        var json = JsonSerializer.Serialize(id);
        Promise.That(JsonSerializer.Deserialize<ResourceId>(json) == id, $"{json} is read back as another");
        Promise.That(KindNames.Resource(id.Kind).Length > 0, $"{id} has no plural");
    }
}
