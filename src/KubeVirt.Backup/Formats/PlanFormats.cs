using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// A backup plan as text, JSON and pictures. Each of these is a pure function: the same plan gives the same characters.
/// </summary>
public static class PlanFormats
{
    /// <summary>
    /// For people: roots, sets, what to freeze and snapshot, what is missing, shared or left out, findings.
    /// </summary>
    public static string ToText(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return PlanText.Write(plan);
    }

    /// <summary>One JSON document, format version 1.</summary>
    public static string ToJson(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return PlanJson.Write(plan);
    }

    /// <summary>A Mermaid flow chart of the graph.</summary>
    public static string ToMermaid(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Graph.ToMermaid();
    }

    /// <summary>A Graphviz graph.</summary>
    public static string ToDot(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Graph.ToDot();
    }

    /// <summary>One self-contained HTML page.</summary>
    public static string ToHtml(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return PlanHtml.Write(plan);
    }
}
