using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Patches of objects that users write.</summary>
internal sealed class PatchTarget : FuzzTarget
{
    private static readonly string[] Texts =
    [
        """[{"op":"add","path":"/metadata/labels/a","value":"b"},{"op":"remove","path":"/spec/running"}]""",
        """[{"op":"replace","path":"/spec/template/spec/volumes/0","value":{"name":"x"}}]""",
        """[{"op":"move","from":"/spec/template","path":"/spec/list/-"},{"op":"copy","from":"/spec","path":"/x"}]""",
        """[{"op":"test","path":"/spec/list/0","value":1.0},{"op":"add","path":"/spec/list/1","value":[null]}]""",
        """[{"op":"add","path":"/metadata/annotations/a~1b~0c","value":""},{"op":"remove","path":"/spec/list/02"}]""",
        """{"metadata":{"labels":{"a":null,"b":"c"}},"spec":{"running":null,"list":[1]},"x":{"y":{"z":1}}}""",
    ];

    private static readonly ResourceGraph Graph = ResourceGraph.Create(
        [
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},
                "spec":{"running":true,"list":[1,"a",{"b":[]}],"template":{"spec":{"domain":{},"volumes":[
                {"name":"d","persistentVolumeClaim":{"claimName":"c"}}]}}}}
                """
            ),
            Resource.Parse(
                """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"ns"},"data":{"a":"b"}}"""
            ),
        ],
        BuiltInResolvers.Default
    );

    public override string Name => "patch";

    public override string Meaning => "a JSON Patch or a JSON Merge Patch";

    public override IEnumerable<byte[]> Seeds => Texts.Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        [
            .. new[] { "add", "remove", "replace", "move", "copy", "test" }.Select(op => $$"""{"op":"{{op}}","""),
            "\"path\":\"/spec\"",
            "\"path\":\"\"",
            "\"from\":\"/spec/list/0\"",
            "\"value\":",
            "/spec/template/spec/volumes/0",
            "/-",
            "~0",
            "~1",
            "/data/a",
            "null",
        ];

    public override int MaxLength => 4 << 10;

    protected override void TryInput(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        Check(() => new PatchJson(ResourceSelector.Everything, text));
        Check(() => new PatchMerge(ResourceSelector.Everything, text));
    }

    private static void Check(Func<RestorePolicy> read)
    {
        RestorePolicy policy;
        try
        {
            policy = read();
        }
        catch (PatchException e)
        {
            Promise.That(e.Problems.Count > 0, $"nothing says what is wrong");
            return;
        }

        var result = policy.Apply(Graph);
        foreach (var resource in result.Resources)
            Promise.That(Resource.Parse(resource.Json).Id == resource.Id, $"{resource} is another");
        foreach (var finding in result.Findings)
        {
            ManifestPromises.Check(finding);
            Promise.That(finding.Id != FindingIds.PolicyFailed, $"it throws: {finding.Message}");
        }

        Promise.That(result.ToDiff() is not null, $"there is no diff");
        Promise.That(result.ToText().Length > 0, $"there is no text");
    }
}
