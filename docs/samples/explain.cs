#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Tells of one object all that a plan and a restore know: why it is in the backup, who names it, what it names, what is
// wrong with it, and what a restore does with it.
using System.CommandLine;
using KubeVirt.Backup;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;

var paths = SampleArguments.Paths();
var asked = new Option<string>("--object")
{
    HelpName = "ID",
    Description = "The object, such as pvc/shop/db-root or Secret/shop/db-cloudinit; it may be missing.",
    Required = true,
};
var @namespace = SampleArguments.Namespace();
var command = new RootCommand("Tells why an object is in a backup, and what a restore does with it.")
{
    paths,
    asked,
    @namespace,
};

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var id = KindNames.ParseId(parsed.GetRequiredValue(asked));
    var reader = new ManifestReader(new ManifestOptions { DefaultNamespace = parsed.GetRequiredValue(@namespace) });
    var manifests = await reader.ReadInputAsync(
        parsed.GetRequiredValue(paths),
        Console.OpenStandardInput(),
        cancellationToken
    );
    var plan = BackupPlanner.Plan(manifests, null, cancellationToken);
    SampleConsole.WriteLine(id);
    if (plan.Graph.Find(id) is not { } node)
    {
        var excluded = plan.Excluded.FirstOrDefault(one => one.Resource == id);
        SampleConsole.WriteLine(excluded is null ? "Nothing in the input names it." : $"Left out: {excluded.Reason}");
        return 1;
    }

    if (node.Resource is null)
        SampleConsole.WriteLine(node.IsNotRead ? "It could not be read." : "It is named, and the input lacks it.");
    else
        SampleConsole.WriteLine(plan.ClassOf(id));
    Print("Why it is in the plan", plan.Graph.Explain(id).Select(edge => $"{edge.From}, {Describe(edge.To, edge)}"));
    Print("Named by", plan.Graph.EdgesTo(id).Select(edge => Describe(edge.From, edge)));
    Print("Names", plan.Graph.EdgesFrom(id).Select(edge => Describe(edge.To, edge)));
    Print("Findings", plan.Findings.Where(finding => finding.Resource == id));

    var restore = RestorePresets.Preserve.Apply(plan.Graph);
    Print("A restore leaves it out", restore.Skipped.Where(skip => skip.Resource == id));
    var changes = restore.Changes.Where(change => change.Resource == id).ToList();
    SampleConsole.WriteLine($"\nA restore changes ({changes.Count})");
    SampleConsole.Write((restore with { Changes = changes }).ToDiff());
    return 0;
});

static string Describe(ResourceId other, ResourceEdge edge) =>
    $"{other}: {edge.Reference.Why} ({(edge.IsRequired ? "required" : "optional")}, {edge.Path})";

static void Print<T>(string title, IEnumerable<T> lines)
{
    var rows = lines.ToList();
    if (rows.Count == 0)
        return;
    SampleConsole.WriteLine($"\n{title} ({rows.Count})");
    foreach (var row in rows)
        SampleConsole.WriteLine($"  {row}");
}
