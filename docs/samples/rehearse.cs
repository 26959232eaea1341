#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Plays restores against a model of the target's controllers: recorded runs, or set files as restore.cs writes them.
using System.CommandLine;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Rehearsal;

var paths = SampleArguments.Paths();
paths.Description = "Recorded runs (JSON with target and steps), set files, or folders of either.";
var target = RehearsalArguments.Target();
var format = SampleArguments.Format("text", "json");
var command = new RootCommand("Plays restores against a model of the target.") { paths, target, format };

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var given = RehearsalArguments.ReadTarget(parsed.GetValue(target));
    var scripts = await RehearsalArguments.ReadAsync(parsed.GetRequiredValue(paths), given, cancellationToken);
    var reports = scripts
        .Select(script => (script.Name, Report: RestoreRehearsal.Play(script.Steps, script.Target, cancellationToken)))
        .ToList();
    var form = parsed.GetRequiredValue(format);
    var text = form == "json" ? RehearsalFormats.ToJson(reports) : RehearsalFormats.ToText(reports);
    SampleConsole.Write(text, form);

    return reports.Any(report => report.Report.HasErrors) ? 1 : 0;
});
