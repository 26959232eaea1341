#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Compares two backups, or a backup and a dump of the cluster: objects that came and went, fields that changed, references
// that were lost. Exit code 1 where anything differs, as diff has it.
using System.CommandLine;
using KubeVirt.Backup;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;

var before = new Argument<string>("BEFORE") { Description = "An archive, a folder or a file of manifests." };
var after = new Argument<string>("AFTER") { Description = "The same, later." };
var roots = new Option<string[]>("--root")
{
    HelpName = "ID",
    Description = "Compare these alone, and what they need. Default: everything.",
};
var @namespace = SampleArguments.Namespace();
var format = SampleArguments.Format("text", "json");
var command = new RootCommand("Compares two backups.") { before, after, roots, @namespace, format };

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var asked = (parsed.GetValue(roots) ?? []).Select(KindNames.ParseId).ToList();
    var reader = new ManifestReader(new ManifestOptions { DefaultNamespace = parsed.GetRequiredValue(@namespace) });
    var old = await ReadAsync(parsed.GetRequiredValue(before));
    var now = await ReadAsync(parsed.GetRequiredValue(after));

    var comparison = GraphComparison.Between(old, now);
    var form = parsed.GetRequiredValue(format);
    SampleConsole.Write(form == "json" ? comparison.ToJson() : comparison.ToText(), form);
    return comparison.IsEmpty ? 0 : 1;

    async Task<ResourceGraph> ReadAsync(string path)
    {
        var manifests = await reader.ReadPathsAsync([path], cancellationToken);
        // What could not be read would look as if it were gone.
        if (manifests.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } error)
            throw new FormatException(error.ToString());

        var options = new PlanOptions { Roots = asked.Count > 0 ? asked : null, AllowEmpty = true };
        return BackupPlanner.Plan(manifests, options, cancellationToken).Graph;
    }
});
