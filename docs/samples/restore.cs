#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:property PublishAot=false
// Transforms manifests for a restore and writes them as set-000.yaml, set-001.yaml and so on, in the order to apply them.
using KubeVirt.Backup;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

const string Usage = "usage: restore.cs PATH... --output FOLDER [--root ID]... [--namespace NS] [--map-namespace A=B]... [--map-storage-class A=B]... "
    + "[--map-network NS/A=NS/B|NS/A=pod]... [--map-snapshot-class A=B]... [--rename-vm NS/A=B]... [--rename ID=B]... [--rename-owned] [--identity preserve|unique] [--run-strategy keep|hold|VALUE] [--format text|json|diff]";
try
{
    var (paths, roots, maps) = (new List<string>(), new List<ResourceId>(), new NameMapOptions());
    var (format, ns, output, identity, run, renameOwned) = ("text", "default", (string?)null, "preserve", "keep", false);
    for (var i = 0; i < args.Length; i++)
    {
        string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[^1]} needs a value. {Usage}");
        switch (args[i])
        {
            case "--root": roots.Add(ResourceId.Parse(Value())); break;
            case "--namespace": ns = Value(); break;
            case "--output": output = Value(); break;
            case "--format": format = Value(); break;
            case "--identity": identity = Value(); break;
            case "--run-strategy": run = Value(); break;
            case "--rename-owned": renameOwned = true; break;
            case var map when maps.TryAdd(map, Value): break;
            case var option when option.StartsWith("--", StringComparison.Ordinal): throw new ArgumentException($"There is no option {option}. {Usage}");
            case var path: paths.Add(path); break;
        }
    }

    if (paths.Count == 0 || output is null)
        throw new ArgumentException(Usage);
    if (format is not ("text" or "json" or "diff") || identity is not ("preserve" or "unique"))
        throw new ArgumentException($"--format is text, json or diff, --identity is preserve or unique. {Usage}");
    SetFolder.EnsureUsable(output);
    var builder = RestorePolicy.CreateBuilder()
        .MoveToPodNetwork(maps.ToPodNetwork)
        .SetRunStrategy(run is "keep" or "hold" ? null : run)
        .Add(identity == "unique" ? RestorePresets.Unique : RestorePresets.Preserve);
    var policy = (run == "hold" ? builder.HoldRunState() : builder).Build();

    var manifests = await new ManifestReader(new ManifestOptions { DefaultNamespace = ns }).ReadInputAsync(paths, Console.OpenStandardInput());
    var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
    if (roots.FirstOrDefault(root => graph.FindResource(root) is null) is { IsDefault: false } absent)
        throw new ArgumentException($"The input has no {absent}.");
    if (roots.Count > 0)
        graph = graph.Subgraph(roots);
    var names = maps.ToNameMap();
    if (renameOwned)
        names = names.With(CopyNames.For(graph, names));
    var result = policy.Apply(graph, names).WithIdentityCollisions().WithFindings(manifests.Findings);
    if (result.Sets.Count > 0)
        SetFolder.Write(output, result.Sets);
    Console.Out.Write(format switch { "json" => result.ToJson(), "diff" => $"{result.ToDiff()}{string.Join(Environment.NewLine, result.Findings)}{Environment.NewLine}", _ => result.ToText() });
    return result.HasErrors ? 1 : 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 2;
}
