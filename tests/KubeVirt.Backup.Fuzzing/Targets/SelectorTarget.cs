using System.Text;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Selectors of objects, labels, disks and kinds.</summary>
internal sealed class SelectorTarget : FuzzTarget
{
    private static readonly string[] Texts =
    [
        "*",
        "kinds=vm,dv; namespaces=shop-*; names=web?; labels=app in (web,db)",
        "app in (web,db),tier!=test,!legacy,a==b,c notin (d),e>5,f<6",
        "kinds=secrets,*.kubevirt.io,VirtualMachine.kubevirt.io",
        "machines=shop/db; names=root,data*; claims=shop/*; classes=ceph; size=1Gi..10Gi; is=shared; labels=a",
        "app.kubernetes.io/name=x",
        "size=>1Gi",
        "names=system:node",
    ];

    public override string Name => "selector";

    public override string Meaning => "a selector of objects, of labels, of disks or of kinds";

    public override IEnumerable<byte[]> Seeds => Texts.Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        [
            "kinds=",
            "namespaces=",
            "names=",
            "labels=",
            "machines=",
            "claims=",
            "classes=",
            "size=",
            "is=",
            " in (",
            " notin (",
        ];

    public override int MaxLength => 4 << 10;

    protected override void TryInput(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        Check(text, ResourceSelector.Parse, selector => CheckMatches(selector.Matches));
        Check(text, LabelSelector.Parse, selector => CheckMatches(selector.Matches));
        Check(text, DiskSelector.Parse, _ => { });
        Check(text, KindPattern.Parse, pattern => CheckMatches(resource => pattern.Matches(resource.Id.Kind)));
    }

    private static void Check<T>(string text, Func<string, T> parse, Action<T> use)
        where T : notnull
    {
        try
        {
            var read = parse(text);
            var written = read.ToString()!;
            Promise.Same(written, parse(written).ToString()!, "written and read");
            use(read);
        }
        catch (SelectorException e)
        {
            Promise.That(e.Message.Length > 0, $"nothing says what is wrong");
        }
    }

    private static void CheckMatches(Func<Resource, bool> matches)
    {
        foreach (var resource in Samples.Objects[0])
            matches(resource);
    }
}
