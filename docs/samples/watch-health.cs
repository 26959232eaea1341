#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Would a restore of each machine bring it back? Asks again and again, of a live cluster or of a folder into which something
// dumps it, and tells what became better or worse. A backup that is broken is found before it is needed.
using System.CommandLine;
using k8s;
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;

var paths = SampleArguments.Paths();
paths.Arity = ArgumentArity.ZeroOrMore;
var kubeconfig = SampleArguments.Kubeconfig();
kubeconfig.Required = false;
kubeconfig.Description = "A live cluster to look at, in place of files.";
var @namespace = new Option<string?>("--namespace")
{
    HelpName = "NS",
    Description = "Look at this one. Default: all.",
};
var every = new Option<int>("--every")
{
    HelpName = "SECONDS",
    Description = "How long to wait between two looks.",
    DefaultValueFactory = _ => 60,
};
var once = new Option<bool>("--once") { Description = "Look once; exit code 1 where a machine would not come back." };
var command = new RootCommand("Watches what restores of machines would be worth.")
{
    paths,
    kubeconfig,
    @namespace,
    every,
    once,
};

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var files = parsed.GetValue(paths) ?? [];
    var config = parsed.GetValue(kubeconfig);
    if (files.Length > 0 == config is not null)
        throw new ArgumentException("Name either files or --kubeconfig. See --help.");
    if (parsed.GetValue(every) < 1)
        throw new ArgumentException("--every takes a number of seconds.");

    using Kubernetes? client = config is null ? null : Kubeconfig.Connect(config);
    var options = new PlanOptions { Namespace = parsed.GetValue(@namespace) };
    var progress = new SampleProgress();
    IReadOnlyDictionary<ResourceId, RestoreVerdict> known = new Dictionary<ResourceId, RestoreVerdict>();
    while (true)
    {
        var plan = await progress.RunAsync("Looking", LookAsync);
        var verdicts = plan.Judge().ToDictionary(verdict => verdict.Root);
        Report(known, verdicts);
        known = verdicts;
        if (parsed.GetValue(once))
            return verdicts.Values.Any(verdict => verdict.Outcome == Restorability.Broken) ? 1 : 0;

        await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(every)), cancellationToken);
    }

    async Task<BackupPlan> LookAsync()
    {
        if (client is not null)
        {
            var cluster = new ClusterResourceSource(
                client,
                new ClusterOptions { Waits = progress.Lines<ClusterWait>() }
            );
            return await BackupPlanner.PlanAsync(cluster, options, cancellationToken);
        }

        var reader = new ManifestReader(new ManifestOptions { DropManagedFields = true });
        var manifests = await reader.ReadPathsAsync(files, cancellationToken);
        return BackupPlanner.Plan(manifests, options, cancellationToken);
    }
});

static void Report(
    IReadOnlyDictionary<ResourceId, RestoreVerdict> before,
    IReadOnlyDictionary<ResourceId, RestoreVerdict> now
)
{
    var counts = now.Values.CountBy(verdict => verdict.Outcome).OrderBy(count => count.Key);
    var summary = string.Join(", ", counts.Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}"));
    SampleConsole.WriteLine($"{DateTime.Now:T} {now.Count} machines{(summary.Length > 0 ? $": {summary}" : "")}");
    foreach (
        var verdict in now.Values.Where(verdict =>
            verdict.ToString() != before.GetValueOrDefault(verdict.Root)?.ToString()
        )
    )
    {
        SampleConsole.WriteLine($"  {verdict}");
        foreach (var finding in verdict.Lacks)
            SampleConsole.WriteLine($"    {finding}");
    }

    foreach (var gone in before.Keys.Except(now.Keys))
        SampleConsole.WriteLine($"  {gone}: gone");
}
