using System.Text;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Documents of plans, restores and comparisons, and KubeVirt's own graph of objects.</summary>
internal sealed class DocumentTarget : FuzzTarget
{
    public override string Name => "document";

    public override string Meaning => "the JSON of a plan, a restore, a comparison or an object graph";

    public override IEnumerable<byte[]> Seeds => Documents().Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        [
            "\"formatVersion\": 1",
            "\"sets\": [",
            "\"resources\": [",
            "\"Secret/shop/a\"",
            "\"findings\": [",
            "\"severity\": \"error\"",
            "\"machines\": [",
            "\"leftOut\": [",
            "null",
            "1e400",
            "\\ud800",
            "\"objectReference\":{\"kind\":\"Secret\",\"name\":\"a\"}",
        ];

    protected override void TryInput(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        Check(text, BackupPlanDocument.Read, document => document.ToJson(), document => document.LeftOutDisks());
        Check(text, RestoreDocument.Read, document => document.ToJson(), _ => { });
        Check(text, ComparisonDocument.Read, document => document.ToJson(), _ => { });
        try
        {
            ObjectGraph.Parse(text);
        }
        catch (FormatException)
        {
            // It is none.
        }
    }

    private static void Check<T>(string text, Func<string, T> read, Func<T, string> write, Action<T> use)
    {
        try
        {
            var document = read(text);
            var written = write(document);
            Promise.Same(written, write(read(written)), "written and read");
            use(document);
        }
        catch (DocumentException e)
        {
            Promise.That(e.Message.All(PrintableText.IsPrintable), $"the message does not print: {e.Message}");
        }
    }

    private static IEnumerable<string> Documents()
    {
        foreach (var objects in Samples.Objects.Where(objects => objects.Count > 1).Take(6))
        {
            var plan = BackupPlanner.Plan(objects, null);
            var result = RestorePresets.Unique.Apply(plan.Graph);
            var after = BackupPlanner.Plan(result.Resources, null);
            yield return BackupPlanDocument.Of(plan).ToJson();
            yield return RestoreDocument.Of(result).ToJson();
            yield return ComparisonDocument.Of(GraphComparison.Between(plan.Graph, after.Graph)).ToJson();
        }

        yield return """{"objectReference":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","namespace":"n","name":"a"},"children":[{"objectReference":{"kind":"Secret","name":"s"},"labels":{"kubevirt.io/dependency-type":"config"},"optional":true}]}""";
    }
}
