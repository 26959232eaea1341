#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Transforms manifests for a restore and writes them as set-000.yaml, set-001.yaml and so on, in the order to apply
// them.
using System.CommandLine;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;

var paths = SampleArguments.Paths();
var output = new Option<string>("--output")
{
    Description = "The folder for the sets; it must be absent or empty.",
    HelpName = "FOLDER",
    Required = true,
};
var @namespace = SampleArguments.Namespace();
var format = SampleArguments.Format("text", "json", "diff");
var arguments = new RestoreArguments();
var command = new RootCommand("Transforms manifests for a restore.") { paths, output, @namespace, format };
arguments.AddTo(command);

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var folder = parsed.GetRequiredValue(output);
    SetFolder.EnsureUsable(folder);
    var options = arguments.Read(parsed);
    var reader = new ManifestReader(new ManifestOptions { DefaultNamespace = parsed.GetRequiredValue(@namespace) });
    var manifests = await reader.ReadInputAsync(
        parsed.GetRequiredValue(paths),
        Console.OpenStandardInput(),
        cancellationToken
    );

    var result = options.Apply(manifests, cancellationToken);
    if (result.Sets.Count > 0)
        SetFolder.Write(folder, result.Sets);

    var findings = string.Concat(result.Findings.Select(finding => $"{finding}{Environment.NewLine}"));
    Console.Out.Write(
        parsed.GetValue(format) switch
        {
            "json" => result.ToJson(),
            "diff" => result.ToDiff() + findings,
            _ => result.ToText(),
        }
    );
    return result.HasErrors ? 1 : 0;
});
