#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Restores an archive to a live cluster: transforms the definitions, creates what is absent, keeps or adopts what is
// there; with --wait SECONDS each set waits for its volumes, and what was held runs at the end.
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;

string usage =
    $"usage: live-restore.cs ARCHIVE --kubeconfig FILE [--dry-run] [--journal FILE] [--wait SECONDS] [--existing keep|adopt|fail|update] [--namespace NS] [--format text|json|diff] {RestoreOptions.Usage}";
try
{
    var (paths, options) = (new List<string>(), new RestoreOptions());
    var (kubeconfig, journalFile, wait, dryRun, format, ns) = (
        (string?)null,
        (string?)null,
        (WaitOptions?)null,
        false,
        "text",
        "default"
    );
    var existing = ExistingObject.Keep;
    for (var i = 0; i < args.Length; i++)
    {
        string Value() =>
            ++i < args.Length ? args[i] : throw new ArgumentException($"{args[^1]} needs a value. {usage}");
        switch (args[i])
        {
            case "--kubeconfig":
                kubeconfig = Value();
                break;
            case "--dry-run":
                dryRun = true;
                break;
            case "--journal":
                journalFile = Value();
                break;
            case "--wait":
                wait = new WaitOptions
                {
                    Limit = TimeSpan.FromSeconds(
                        int.TryParse(Value(), out var seconds) && seconds > 0
                            ? seconds
                            : throw new ArgumentException("--wait takes a number of seconds.")
                    ),
                };
                break;
            case "--existing":
                existing =
                    Enum.TryParse(Value(), ignoreCase: true, out existing) && Enum.IsDefined(existing)
                        ? existing
                        : throw new ArgumentException("--existing takes keep, adopt, fail or update.");
                break;
            case "--namespace":
                ns = Value();
                break;
            case "--format":
                format = Value();
                break;
            case var option when options.TryAdd(option, Value):
                break;
            case var option when option.StartsWith("--", StringComparison.Ordinal):
                throw new ArgumentException($"There is no option {option}. {usage}");
            case var path:
                paths.Add(path);
                break;
        }
    }

    if (paths.Count != 1 || kubeconfig is null)
        throw new ArgumentException(usage);
    if (format is not ("text" or "json" or "diff"))
        throw new ArgumentException($"--format is text, json or diff. {usage}");
    var manifests = await new ManifestReader(new ManifestOptions { DefaultNamespace = ns }).ReadPathsAsync(paths);
    var restore = options.Apply(manifests);

    using Kubernetes client = Kubeconfig.Connect(kubeconfig);
    using var journal = journalFile is null || dryRun ? null : ApplyJournal.Open(journalFile, restore);
    var target = new ClusterTarget(client);
    var apply = new ApplyOptions
    {
        Existing = _ => existing,
        Journal = journal,
        Wait = wait,
        Releases = wait is not null,
    };
    var report = dryRun ? await target.PreflightAsync(restore, apply) : await target.ApplyAsync(restore, apply);
    restore = restore.WithFindings(report.Findings);
    if (format == "json")
    {
        var document = JsonNode.Parse(restore.ToJson())!;
        document["applied"] = new JsonArray([
            .. report.Objects.Select(applied => new JsonObject
            {
                ["resource"] = applied.Resource.ToString(),
                ["outcome"] = applied.Outcome.ToString(),
                ["uid"] = applied.Uid,
            }),
        ]);
        Console.WriteLine(document.ToJsonString(new() { WriteIndented = true }));
    }
    else
    {
        Console.Write(format == "diff" ? restore.ToDiff() : restore.ToText());
        foreach (var applied in report.Objects)
            Console.WriteLine(applied);
        Console.WriteLine(report);
    }

    return restore.HasErrors || !report.IsComplete ? 1 : 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 2;
}
