#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Shows what a backup of some manifests consists of: ordered sets, guests to freeze, volumes to snapshot, findings.
using System.CommandLine;
using KubeVirt.Backup;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;

var formats = new Dictionary<string, Func<BackupPlan, string>>
{
    ["text"] = plan => plan.ToText(),
    ["json"] = plan => plan.ToJson(),
    ["mermaid"] = plan => plan.ToMermaid(),
    ["dot"] = plan => plan.ToDot(),
    ["html"] = plan => plan.ToHtml(),
};
var paths = SampleArguments.Paths();
var roots = new Option<string[]>("--root")
{
    HelpName = "ID",
    Description = "What to back up. Default: every VM, pool, replica set and standalone VMI.",
};
var include = new Option<string[]>("--include")
{
    HelpName = "SELECTOR",
    Description = "Back up what this meets, and what that needs.",
};
var exclude = new Option<string[]>("--exclude") { HelpName = "SELECTOR", Description = "Leave out what this meets." };
var disks = new Option<string[]>("--disks")
{
    HelpName = "SELECTOR",
    Description = "Back up the data of these disks, such as data or 'machines=shop/*; size=..1Ti'. Default: all.",
};
var withoutDisks = new Option<string[]>("--without-disk")
{
    HelpName = "SELECTOR",
    Description = "Leave out the data of these disks, such as scratch or 'is=shareable,hostDisk'.",
};
var way = WayArguments.Way("By which way the data is to be backed up. Default: auto, the best that is possible.");
var allowEmpty = new Option<bool>("--allow-empty") { Description = "A plan of nothing is fine." };
var @namespace = SampleArguments.Namespace();
var format = SampleArguments.Format([.. formats.Keys]);
var output = new Option<string?>("--output")
{
    HelpName = "FILE",
    Description = "Where the plan is written. Default: the standard output.",
};
var command = new RootCommand("Shows what a backup of some manifests consists of.")
{
    paths,
    roots,
    include,
    exclude,
    disks,
    withoutDisks,
    way,
    allowEmpty,
    @namespace,
    format,
    output,
};

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var asked = (parsed.GetValue(roots) ?? []).Select(KindNames.ParseId).ToList();
    var selection = Selection.Parse(parsed.GetValue(include) ?? [], parsed.GetValue(exclude) ?? []);
    var choice = DiskSelection.Parse(parsed.GetValue(disks) ?? [], parsed.GetValue(withoutDisks) ?? []);
    var reader = new ManifestReader(
        new ManifestOptions { DefaultNamespace = parsed.GetRequiredValue(@namespace), DropManagedFields = true }
    );
    var progress = new SampleProgress();
    var manifests = await progress.RunAsync("Reading", () =>
        reader.ReadInputAsync(parsed.GetRequiredValue(paths), Console.OpenStandardInput(), cancellationToken)
    );
    var absent = asked.Except(manifests.Resources.Select(resource => resource.Id)).ToList();
    if (absent.Count > 0)
        throw new ArgumentException($"The input has no {string.Join(", no ", absent)}.");

    var options = new PlanOptions
    {
        Roots = asked.Count > 0 ? asked : null,
        Selection = selection,
        Disks = choice,
        Ways = WayArguments.Read(parsed.GetValue(way) ?? "auto"),
        AllowEmpty = parsed.GetValue(allowEmpty),
    };
    var plan = await progress.RunAsync("Planning", () =>
        Task.Run(() => BackupPlanner.Plan(manifests, options, cancellationToken), cancellationToken)
    );
    var form = parsed.GetRequiredValue(format);
    var text = formats[form](plan);
    if (parsed.GetValue(output) is { } file)
        await SampleOutput.WriteAsync(file, text, cancellationToken);
    else
        SampleConsole.Write(text, form);
    return plan.HasErrors ? 1 : 0;
});
