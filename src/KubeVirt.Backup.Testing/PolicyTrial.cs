using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Testing;

/// <summary>A policy under trial, and the objects of a backup.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Examples">The objects.</param>
internal sealed record PolicyTrial(RestorePolicy Policy, IReadOnlyList<Resource> Examples)
{
    /// <summary>What the policy makes of objects.</summary>
    public RestoreResult Apply(IEnumerable<Resource> objects) =>
        Policy.Apply(ResourceGraph.Create(objects, BuiltInResolvers.Default));

    /// <summary>A result as lines, so that two of them can be compared.</summary>
    /// <param name="result">The result: objects, changes, what is left out, and findings.</param>
    public static IReadOnlyList<string> Lines(RestoreResult result) =>
        [
            .. result.Resources.Select(o => $"{o.Id} {Encoding.UTF8.GetString(o.Json.Span)}"),
            .. result.Changes.Select(change => change.ToString()),
            .. result.Skipped.Select(skipped => skipped.ToString()),
            .. result.Findings.Select(finding => finding.ToString()),
        ];
}
