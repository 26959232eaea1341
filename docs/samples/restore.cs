#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Transforms manifests for a restore and writes them as set-000.yaml, set-001.yaml and so on, in the order to apply
// them.
using System.CommandLine;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Rehearsal;

var paths = SampleArguments.Paths();
var output = new Option<string>("--output")
{
    Description = "The folder for the sets; it must be absent or empty.",
    HelpName = "FOLDER",
    Required = true,
};
var @namespace = SampleArguments.Namespace();
var format = SampleArguments.Format("text", "json", "diff", "html");
var rehearse = new Option<bool>("--rehearse") { Description = "Play the restore against a model of the target, too." };
var target = RehearsalArguments.Target();
var arguments = new RestoreArguments();
var command = new RootCommand("Transforms manifests for a restore.")
{
    paths,
    output,
    @namespace,
    format,
    rehearse,
    target,
};
arguments.AddTo(command);

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var folder = parsed.GetRequiredValue(output);
    SetFolder.EnsureUsable(folder);
    var options = arguments.Read(parsed);
    var known = RehearsalArguments.ReadTarget(parsed.GetValue(target));
    var reader = new ManifestReader(new ManifestOptions { DefaultNamespace = parsed.GetRequiredValue(@namespace) });
    var progress = new SampleProgress();
    var manifests = await progress.RunAsync("Reading", () =>
        reader.ReadInputAsync(parsed.GetRequiredValue(paths), Console.OpenStandardInput(), cancellationToken)
    );

    var result = await progress.RunAsync("Transforming", () =>
        Task.Run(() => options.Apply(manifests, cancellationToken), cancellationToken)
    );
    if (result.Sets.Count > 0)
        SetFolder.Write(folder, result.Sets);

    var rehearsal = parsed.GetValue(rehearse)
        ? RestoreRehearsal.Run(result, known ?? RehearsalArguments.TargetOf(result.Sets), cancellationToken)
        : null;
    var findings = string.Concat(result.Findings.Select(finding => $"{finding}{Environment.NewLine}"));
    var form = parsed.GetRequiredValue(format);
    SampleConsole.Write(
        form switch
        {
            "json" => rehearsal is null ? result.ToJson() : result.ToJson(rehearsal),
            "html" => rehearsal is null ? result.ToHtml() : result.ToHtml(rehearsal),
            "diff" => result.ToDiff() + findings + rehearsal?.ToText(),
            _ => result.ToText() + rehearsal?.ToText(),
        },
        form
    );
    return result.HasErrors || rehearsal is { HasErrors: true } ? 1 : 0;
});
