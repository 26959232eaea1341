using System.Text.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a plan as JSON.</summary>
/// <remarks>Scripts rely on these names and their order: keys can be added, never renamed or removed.</remarks>
internal static class PlanJson
{
    /// <summary>The plan as one document.</summary>
    public static string Write(BackupPlan plan) =>
        JsonText.Write(writer =>
        {
            writer.WriteIds("roots", plan.Roots);
            writer.WriteSets(plan.Sets);
            writer.WriteEdges("edges", plan.Graph.Edges);
            writer.WriteIds("missing", plan.Missing);
            writer.WriteIds("freeze", plan.Freeze);
            writer.WriteIds("volumes", plan.Volumes);
            WriteExcluded(writer, plan.Excluded);
            writer.WriteIds("notRead", plan.NotRead);
            writer.WriteFindings(plan.Findings);
        });

    /// <summary>The member <c>excluded</c>: the objects that are left out, each with its reason.</summary>
    private static void WriteExcluded(Utf8JsonWriter writer, IEnumerable<Exclusion> excluded) =>
        writer.WriteObjects("excluded", excluded, exclusion =>
        {
            writer.WriteString("resource", exclusion.Resource.ToString());
            writer.WriteString("reason", exclusion.Reason);
        });
}
