using KubeVirt.Backup.Manifests;
using Shouldly;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// A folder with <c>input.yaml</c>, and with <c>policy.txt</c>: the names of policies or presets, parameters behind them,
/// and maps.
/// </summary>
internal static class PolicyCase
{
    /// <summary>The presets and the policies in them, by name.</summary>
    public static readonly Dictionary<string, RestorePolicy> Policies = new[]
    {
        RestorePresets.Guide,
        RestorePresets.Preserve,
        RestorePresets.Unique,
    }
        .SelectMany(preset => preset.Steps.Prepend(preset))
        .DistinctBy(policy => policy.Name)
        .ToDictionary(policy => policy.Name);

    /// <summary>The policy, the maps and the objects of a folder.</summary>
    public static (RestorePolicy Policy, NameMap Names, IReadOnlyList<Resource> Input) Open(string folder)
    {
        var (policy, names) = Read(File.ReadAllLines(Path.Combine(folder, "policy.txt")));
        var manifests = new ManifestReader().Read(File.ReadAllBytes(Path.Combine(folder, "input.yaml")), folder);
        manifests.Findings.ShouldBeEmpty();
        return (policy, names, manifests.Resources);
    }

    private static (RestorePolicy Policy, NameMap Names) Read(IEnumerable<string> lines)
    {
        var builder = RestorePolicy.CreateBuilder();
        var maps = new NameMapBuilder();
        foreach (var words in lines.Where(line => line.Length > 0).Select(line => line.Split(' ')))
        {
            switch (words)
            {
                case ["namespace", var map]:
                    maps.AddNamespace(map);
                    break;
                case ["network", var map] when map.EndsWith("=pod", StringComparison.Ordinal):
                    var network = map[..map.IndexOf('=', StringComparison.Ordinal)];
                    builder.MoveToPodNetwork(
                        ResourceId.Parse($"NetworkAttachmentDefinition.k8s.cni.cncf.io/{network}")
                    );
                    break;
                case ["network", var map]:
                    maps.AddNetwork(map);
                    break;
                case ["storage-class", var map]:
                    maps.AddStorageClass(map);
                    break;
                case ["snapshot-class", var map]:
                    maps.AddSnapshotClass(map);
                    break;
                case ["vm", var map]:
                    maps.AddMachine(map);
                    break;
                case ["name", var id, var now]:
                    maps.AddName($"{id}={now}");
                    break;
                case ["run", var strategy]:
                    builder.SetRunStrategy(strategy);
                    break;
                default:
                    builder.Add(PolicyLines.Read(string.Join(' ', words)) ?? Policies[words[0]]);
                    break;
            }
        }

        return (builder.Build(), maps.Build());
    }

    /// <summary>All that a restore changes, leaves out and reports, a line each.</summary>
    public static string Describe(RestoreResult result) => string.Concat(Lines(result).Select(line => line + '\n'));

    private static IEnumerable<string> Lines(RestoreResult result) =>
        result
            .Changes.Select(change =>
                $"change {change.Resource} {change.Path}: {change.Before?.GetRawText() ?? "-"} -> {change.After?.GetRawText() ?? "-"} [{change.Policy}]"
            )
            .Concat(result.Volumes.Select(volume => $"volume {volume.Claim} {volume.Handling}"))
            .Concat(result.Skipped.Select(skipped => $"skip {skipped.Resource} {skipped.Outcome} [{skipped.Policy}]"))
            .Concat(
                result
                    .Findings.Where(finding => !finding.Message.Contains("Namespace/", StringComparison.Ordinal))
                    .Select(finding => $"{finding.Severity} {finding.Id} {finding.Resource} {finding.Path}".TrimEnd())
            );
}
