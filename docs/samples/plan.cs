#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Shows what a backup of some manifests consists of: ordered sets, guests to freeze, volumes to snapshot, findings.
using KubeVirt.Backup;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;

const string Usage =
    "usage: plan.cs PATH... [--root ID]... [--include SELECTOR]... [--exclude SELECTOR]... [--namespace NS] [--format text|json|mermaid|dot|html] [--output FILE]";
var formats = new Dictionary<string, Func<BackupPlan, string>>
{
    ["text"] = plan => plan.ToText(),
    ["json"] = plan => plan.ToJson(),
    ["mermaid"] = plan => plan.ToMermaid(),
    ["dot"] = plan => plan.ToDot(),
    ["html"] = plan => plan.ToHtml(),
};
try
{
    var paths = new List<string>();
    var roots = new List<ResourceId>();
    var (include, exclude) = (new List<string>(), new List<string>());
    var (format, ns, output) = ("text", "default", (string?)null);
    for (var i = 0; i < args.Length; i++)
    {
        string Value() =>
            ++i < args.Length ? args[i] : throw new ArgumentException($"{args[^1]} needs a value. {Usage}");
        switch (args[i])
        {
            case "--root":
                roots.Add(ResourceId.Parse(Value()));
                break;
            case "--include":
                include.Add(Value());
                break;
            case "--exclude":
                exclude.Add(Value());
                break;
            case "--namespace":
                ns = Value();
                break;
            case "--format":
                format = Value();
                break;
            case "--output":
                output = Value();
                break;
            case var option when option.StartsWith("--", StringComparison.Ordinal):
                throw new ArgumentException($"There is no option {option}. {Usage}");
            case var path:
                paths.Add(path);
                break;
        }
    }

    if (paths.Count == 0)
        throw new ArgumentException(Usage);
    if (!formats.TryGetValue(format, out var write))
        throw new ArgumentException($"There is no format '{format}', only {string.Join(", ", formats.Keys)}.");

    var selection = Selection.Parse(include, exclude);
    var manifests = await new ManifestReader(
        new ManifestOptions { DefaultNamespace = ns, DropManagedFields = true }
    ).ReadInputAsync(paths, Console.OpenStandardInput());
    if (roots.Except(manifests.Resources.Select(resource => resource.Id)).ToList() is { Count: > 0 } absent)
        throw new ArgumentException($"The input has no {string.Join(", ", absent)}.");
    var options = new PlanOptions
    {
        Roots = roots.Count > 0 ? roots : null,
        Selection = selection,
        Findings = [.. manifests.Findings],
    };
    var plan = BackupPlanner.Plan(manifests.Resources, options);
    if (output is null)
        Console.Out.Write(write(plan));
    else
        await File.WriteAllTextAsync(output, write(plan));
    return plan.HasErrors ? 1 : 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 2;
}
