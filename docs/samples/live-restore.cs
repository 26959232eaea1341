#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Restores an archive to a live cluster: transforms the definitions, creates what is absent; with --wait SECONDS each set waits for its volumes, and what was held runs at the end.
using k8s;
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

const string Usage = "usage: live-restore.cs ARCHIVE --kubeconfig FILE [--dry-run] [--journal FILE] [--wait SECONDS] [--root ID]... [--map-namespace A=B]... [--map-storage-class A=B]... "
    + "[--map-network NS/A=NS/B|NS/A=pod]... [--map-snapshot-class A=B]... [--rename-vm NS/A=B]... [--rename ID=B]... [--rename-owned] [--identity preserve|unique] [--run-strategy keep|hold|VALUE]";
try
{
    var (paths, roots, maps) = (new List<string>(), new List<ResourceId>(), new NameMapOptions());
    var (kubeconfig, journalFile, wait, dryRun, identity, run, renameOwned) = ((string?)null, (string?)null, (WaitOptions?)null, false, "preserve", "keep", false);
    for (var i = 0; i < args.Length; i++)
    {
        string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[^1]} needs a value. {Usage}");
        switch (args[i])
        {
            case "--kubeconfig": kubeconfig = Value(); break;
            case "--dry-run": dryRun = true; break;
            case "--journal": journalFile = Value(); break;
            case "--wait": wait = new WaitOptions { Limit = TimeSpan.FromSeconds(int.TryParse(Value(), out var seconds) && seconds > 0 ? seconds : throw new ArgumentException("--wait takes a number of seconds.")) }; break;
            case "--root": roots.Add(ResourceId.Parse(Value())); break;
            case "--identity": identity = Value(); break;
            case "--run-strategy": run = Value(); break;
            case "--rename-owned": renameOwned = true; break;
            case var map when maps.TryAdd(map, Value): break;
            case var option when option.StartsWith("--", StringComparison.Ordinal): throw new ArgumentException($"There is no option {option}. {Usage}");
            case var path: paths.Add(path); break;
        }
    }

    if (paths.Count != 1 || kubeconfig is null || identity is not ("preserve" or "unique"))
        throw new ArgumentException(Usage);
    var builder = RestorePolicy.CreateBuilder()
        .MoveToPodNetwork(maps.ToPodNetwork)
        .SetRunStrategy(run is "keep" or "hold" ? null : run)
        .Add(identity == "unique" ? RestorePresets.Unique : RestorePresets.Preserve);
    var policy = (run == "hold" ? builder.HoldRunState() : builder).Build();
    var manifests = await new ManifestReader().ReadPathsAsync(paths);
    var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
    if (roots.FirstOrDefault(root => graph.FindResource(root) is null) is { IsDefault: false } absent)
        throw new ArgumentException($"The archive has no {absent}.");
    if (roots.Count > 0)
        graph = graph.Subgraph(roots);
    var names = maps.ToNameMap();
    if (renameOwned)
        names = names.With(CopyNames.For(graph, names));
    var restore = policy.Apply(graph, names).WithIdentityCollisions().WithFindings(manifests.Findings);
    Console.Write(restore.ToText());

    using Kubernetes client = Kubeconfig.Connect(kubeconfig);
    using var journal = journalFile is null || dryRun ? null : ApplyJournal.Open(journalFile, restore);
    var target = new ClusterTarget(client);
    var options = new ApplyOptions { Journal = journal, Wait = wait, Releases = wait is not null };
    var report = dryRun ? await target.PreflightAsync(restore, options) : await target.ApplyAsync(restore, options);
    foreach (var applied in report.Objects)
        Console.WriteLine(applied);
    foreach (var finding in report.Findings)
        Console.WriteLine(finding);
    Console.WriteLine(report);
    return restore.HasErrors || !report.IsComplete || report.Findings.Any(finding => finding.Severity == FindingSeverity.Error) ? 1 : 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 2;
}
