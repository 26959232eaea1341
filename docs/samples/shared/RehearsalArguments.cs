using System.CommandLine;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Rehearsal;

/// <summary>What is rehearsed: recorded runs, or the objects of set files; and the target.</summary>
internal static class RehearsalArguments
{
    /// <summary>A cluster with one class, for those who say nothing of theirs.</summary>
    private static readonly RehearsalTarget Plain = new()
    {
        StorageClasses = [new RehearsalClass("standard")],
        DefaultClass = "standard",
    };

    public static Option<string?> Target() =>
        new("--target")
        {
            HelpName = "FILE",
            Description = "What the target holds (JSON: storageClasses, defaultClass, namespaces, kubeVirt, existing).",
        };

    public static RehearsalTarget? ReadTarget(string? file)
    {
        if (file is null)
            return null;

        using var document = Parse(file);
        var root = document.RootElement;
        var isRun = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("target", out _);
        return RehearsalTarget.Read(isRun ? root.GetProperty("target") : root);
    }

    /// <summary>One rehearsal for each recorded run, and one for all other files together, in the order of their names.</summary>
    public static async Task<
        IReadOnlyList<(string Name, IReadOnlyList<RehearsalStep> Steps, RehearsalTarget Target)>
    > ReadAsync(string[] paths, RehearsalTarget? target, CancellationToken cancellationToken)
    {
        var scripts = new List<(string, IReadOnlyList<RehearsalStep>, RehearsalTarget)>();
        var sets = new List<IReadOnlyList<KubeVirt.Backup.Resource>>();
        foreach (var file in paths.SelectMany(FilesOf))
        {
            if (ReadRun(file, target) is { } run)
                scripts.Add((Path.GetFileNameWithoutExtension(file), run.Steps, run.Target));
            else
                sets.Add(await ReadSetAsync(file, cancellationToken));
        }

        if (sets.Count > 0)
        {
            var steps = RestoreRehearsal.StepsOf(sets);
            scripts.Insert(0, (string.Join(", ", paths), steps, target ?? TargetOf(sets)));
        }

        return scripts.Count > 0 ? scripts : throw new ArgumentException("There is nothing to rehearse.");
    }

    /// <summary>A plain cluster that has the classes that the claims name.</summary>
    public static RehearsalTarget TargetOf(IEnumerable<IReadOnlyList<KubeVirt.Backup.Resource>> sets)
    {
        var named = sets.SelectMany(set => set).Select(one => one.StringAt("/spec/storageClassName")).OfType<string>();
        var classes = named.Append("standard").Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal);

        return Plain with
        {
            StorageClasses = [.. classes.Select(name => new RehearsalClass(name))],
        };
    }

    private static async Task<IReadOnlyList<KubeVirt.Backup.Resource>> ReadSetAsync(
        string file,
        CancellationToken cancellationToken
    )
    {
        var manifests = await new ManifestReader().ReadPathsAsync([file], cancellationToken);
        var fault = manifests.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error);

        return fault is null ? manifests.Resources : throw new FormatException(fault.ToString());
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];

        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories);
        return files
            .Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml")
            .Order(StringComparer.Ordinal);
    }

    /// <summary>A file with steps is a recorded run; any other holds manifests.</summary>
    private static (IReadOnlyList<RehearsalStep> Steps, RehearsalTarget Target)? ReadRun(
        string file,
        RehearsalTarget? target
    )
    {
        if (Path.GetExtension(file) != ".json")
            return null;

        using var document = Parse(file);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("steps", out var steps))
            return null;

        var own = root.TryGetProperty("target", out var given) ? RehearsalTarget.Read(given) : null;
        return (RehearsalStep.ReadAll(steps), target ?? own ?? Plain);
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file} is not JSON: {e.Message}", e);
        }
    }
}
