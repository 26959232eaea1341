#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// The whole loop on the manifests beside this file: plan, freeze, archive, restore a copy under a new identity. Needs
// no cluster.
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

var samples = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var manifests = await new ManifestReader().ReadPathsAsync([Path.Combine(samples, "manifests")]);

Title("1. Plan: what a backup of these machines consists of, in the order of a restore");
var plan = BackupPlanner.Plan(manifests);
Console.WriteLine(plan.ToText());
Console.WriteLine("Why is the sysprep ConfigMap in it?");
foreach (var edge in plan.Graph.Explain(ResourceId.Parse("ConfigMap/shop/win-sysprep")))
    Console.WriteLine($"  {edge.From} needs {edge.To}: {edge.Reference.Why}, {edge.Path}");

Title("2. Freeze the guests, snapshot the volumes, thaw");
await using (var session = await FreezeSession.StartAsync(new InMemoryGuests(manifests.Resources), plan.Freeze))
{
    foreach (var volume in plan.Volumes)
        Console.WriteLine($"  here your product takes its snapshot of {volume}");
    foreach (var verdict in await session.ThawAsync())
        Console.WriteLine($"  {verdict}");
}

Title("3. Archive the definitions");
var archive = Path.Combine(Directory.CreateTempSubdirectory("kubevirt-backup-").FullName, "archive");
SetFolder.Write(archive, [.. plan.Sets.Select(set => set.Select(id => plan.Graph.FindResource(id)!).ToList())]);
foreach (var file in Directory.EnumerateFiles(archive).Order())
    Console.WriteLine($"  {file}: {new FileInfo(file).Length} bytes");

Title("4. Restore a copy into another namespace, with MAC addresses, UUIDs and serials of its own");
var archived = await new ManifestReader().ReadPathsAsync([archive]);
var copy = RestorePolicy.CreateBuilder().SetRunStrategy("Halted").Add(RestorePresets.Unique).Build();
var result = copy.Apply(
    ResourceGraph.Create(archived.Resources, BuiltInResolvers.Default),
    new NameMap(namespaces: new Dictionary<string, string> { ["shop"] = "shop-copy" })
);
foreach (var (number, set) in result.Sets.Index())
    Console.WriteLine($"  set {number}: {string.Join(", ", set)}");
Console.WriteLine(
    $"What changed in the machine 'db', and which policy did it ({result.Changes.Count} changes in all):"
);
foreach (
    var change in result.Changes.Where(change =>
        change.Resource == ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db")
        && !change.Path.StartsWith("/metadata/managed", StringComparison.Ordinal)
    )
)
    Console.WriteLine($"  {change.Path}: {Short(change.Before)} -> {Short(change.After)} [{change.Policy}]");
Console.WriteLine("What to look at:");
foreach (var finding in result.Findings)
    Console.WriteLine($"  {finding}");

void Title(string text) => Console.WriteLine($"\n== {text} ==\n");

string Short(object? value) =>
    value?.ToString() is { Length: > 0 } text ? text.ReplaceLineEndings(" ")[..Math.Min(text.Length, 48)] : "(none)";
