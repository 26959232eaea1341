#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Transforms manifests for a restore and writes them as set-000.yaml, set-001.yaml and so on, in the order to apply
// them.
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;

string usage =
    $"usage: restore.cs PATH... --output FOLDER [--namespace NS] [--format text|json|diff] {RestoreOptions.Usage}";
try
{
    var (paths, options) = (new List<string>(), new RestoreOptions());
    var (format, ns, output) = ("text", "default", (string?)null);
    for (var i = 0; i < args.Length; i++)
    {
        string Value() =>
            ++i < args.Length ? args[i] : throw new ArgumentException($"{args[^1]} needs a value. {usage}");
        switch (args[i])
        {
            case "--namespace":
                ns = Value();
                break;
            case "--output":
                output = Value();
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

    if (paths.Count == 0 || output is null)
        throw new ArgumentException(usage);
    if (format is not ("text" or "json" or "diff"))
        throw new ArgumentException($"--format is text, json or diff. {usage}");
    SetFolder.EnsureUsable(output);
    var manifests = await new ManifestReader(new ManifestOptions { DefaultNamespace = ns }).ReadInputAsync(
        paths,
        Console.OpenStandardInput()
    );
    var result = options.Apply(manifests);
    if (result.Sets.Count > 0)
        SetFolder.Write(output, result.Sets);
    Console.Out.Write(
        format switch
        {
            "json" => result.ToJson(),
            "diff" => $"{result.ToDiff()}{string.Join(Environment.NewLine, result.Findings)}{Environment.NewLine}",
            _ => result.ToText(),
        }
    );
    return result.HasErrors ? 1 : 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 2;
}
