using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>Which of the objects that were not found make a difference.</summary>
internal static class Lacking
{
    /// <summary>What a restore needs or a target is expected to have; all else is only mentioned.</summary>
    public static HashSet<ResourceId> Of(ResourceGraph graph) =>
        [
            .. graph
                .Findings.Where(finding => finding.Severity > FindingSeverity.Info)
                .Select(finding => finding.Absent)
                .OfType<ResourceId>(),
        ];
}
