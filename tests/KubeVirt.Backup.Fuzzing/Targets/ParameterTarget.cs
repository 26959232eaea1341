using System.Text;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>The texts that policies and name maps are made of.</summary>
internal sealed class ParameterTarget : FuzzTarget
{
    private static readonly string[] Texts =
    [
        "10Gi",
        "1.5G",
        "-1e30",
        "500m",
        "02:aa:bb",
        "shop=shop-copy",
        "shop/db=db2",
        "shop/vlan1=test/vlan7",
        "Secret/shop/login=login2",
        "Halted",
        "10.0.0.5",
        "fd00::5",
    ];

    private static readonly Func<string, object>[] Policies =
    [
        text => new GenerateMacAddresses(text),
        text => new SetRunStrategy(text),
        text => new RoundSizes(text),
        text => new SetVolumeMode(text),
        text => new SetAccessModes([text]),
        text => new MapStaticAddresses(new Dictionary<string, string> { [text] = text }),
        text => new MapMacAddresses(new Dictionary<string, string> { [text] = text }),
    ];

    private static readonly Func<NameMapBuilder, Action<string>>[] Maps =
    [
        builder => builder.AddNamespace,
        builder => builder.AddStorageClass,
        builder => builder.AddSnapshotClass,
        builder => builder.AddNetwork,
        builder => builder.AddMachine,
        builder => builder.AddName,
    ];

    public override string Name => "parameter";

    public override string Meaning => "a quantity, a name map, or another parameter of a policy";

    public override IEnumerable<byte[]> Seeds => Texts.Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        ["=", "/", "Ki", "Ei", "e30", ":", ".", "Secret/", "Always", "ReadWriteOnce"];

    public override int MaxLength => 1 << 10;

    protected override void TryInput(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var bytes = Quantity.Bytes(text);
        Promise.That(bytes is null || bytes >= 0, $"{text} is less than nothing");
        foreach (var policy in Policies)
            Allow(() => policy(text));
        foreach (var map in Maps)
            Allow(() => Map(map, text));
    }

    private static void Map(Func<NameMapBuilder, Action<string>> add, string text)
    {
        var builder = new NameMapBuilder();
        add(builder)(text);
        builder.Build();
    }

    private static void Allow(Action action)
    {
        try
        {
            action();
        }
        catch (ArgumentException e)
        {
            Promise.That(e.Message.Length > 0, $"nothing says what is wrong");
        }
    }
}
