#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// The whole loop for one machine of the manifests beside this file: plan, freeze, archive, restore a copy under a new
// identity. Needs no cluster.
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

var samples = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var manifests = await new ManifestReader().ReadPathsAsync([Path.Combine(samples, "manifests")]);
var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

Title("1. Plan: what the machine consists of, and whether a restore would bring it back");
var plan = BackupPlanner.Plan(manifests, new PlanOptions { Roots = [machine] });
Console.WriteLine(plan.ToTree());
foreach (var verdict in plan.Judge())
    Console.WriteLine(verdict);

Title("2. Freeze the guest, take snapshots, thaw");
await using (var session = await FreezeSession.StartAsync(new InMemoryGuests(manifests.Resources), plan.Freeze))
{
    foreach (var volume in plan.Volumes)
        Console.WriteLine($"Here your product takes its snapshot of {volume}.");
    foreach (var verdict in await session.ThawAsync())
        Console.WriteLine($"{verdict.Guest.Name}: {verdict.Consistency}. {verdict.Reason}");
}

Title("3. Archive the definitions");
var archive = Path.Combine(Directory.CreateTempSubdirectory("kubevirt-backup-").FullName, "archive");
SetFolder.Write(archive, [.. plan.Sets.Select(set => set.Select(id => plan.Graph.FindResource(id)!).ToList())]);
Console.WriteLine($"{plan.Sets.Count} sets, in the order of a restore, in {archive}");

Title("4. Restore a copy beside it, with MAC addresses, UUIDs and serials of its own: what changes, and why");
var archived = await new ManifestReader().ReadPathsAsync([archive]);
var copy = RestorePolicy.CreateBuilder().SetRunStrategy("Halted").Add(RestorePresets.Unique).Build();
var result = copy.Apply(
    ResourceGraph.Create(archived.Resources, BuiltInResolvers.Default),
    new NameMap(namespaces: new Dictionary<string, string> { ["shop"] = "shop-copy" })
);
var ofTheMachine = result.Changes.Where(change => change.Resource == machine).ToList();
Console.Write((result with { Changes = ofTheMachine }).ToDiff());
Console.WriteLine($"{result.Changes.Count - ofTheMachine.Count} more changes, in the machine's other objects.");

Title("5. What to look at before it is applied");
var warnings = result.Findings.Where(finding => finding.Severity != FindingSeverity.Info).ToList();
foreach (var finding in warnings)
    Console.WriteLine(finding);
Console.WriteLine($"{result.Findings.Count - warnings.Count} more findings are for information.");

void Title(string text) => Console.WriteLine($"\n== {text} ==\n");
