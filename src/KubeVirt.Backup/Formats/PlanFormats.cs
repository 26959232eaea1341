using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes a backup plan as text, JSON, HTML and pictures. Each of these is a pure function: the same plan gives the
/// same characters. No value of a Secret is in them.
/// </summary>
/// <example>
/// <code language="csharp">
/// Console.WriteLine(plan.ToText());
/// await File.WriteAllTextAsync("plan.html", plan.ToHtml(), cancellationToken);
/// </code>
/// </example>
public static class PlanFormats
{
    /// <summary>
    /// Text for people: roots with their verdicts, sets, guests to freeze, volumes to take snapshots of, objects that
    /// are missing, shared or left out, and findings, the worst first.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="maxRows">
    /// How many lines a section has before it is summed up by kinds, so that a plan of many machines can be read. Default:
    /// 50. With <see cref="int.MaxValue"/> every object has its line; findings have theirs always.
    /// </param>
    public static string ToText(this BackupPlan plan, int maxRows = 50)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return WrittenText.Of(writer => PlanText.Write(writer, plan, maxRows));
    }

    /// <summary>Writes what <see cref="ToText"/> returns.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    /// <param name="maxRows">As there.</param>
    public static void WriteText(this BackupPlan plan, TextWriter writer, int maxRows = 50)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(writer);
        PlanText.Write(writer, plan, maxRows);
    }

    /// <summary>
    /// One JSON document of format version 1, which later versions of this library extend and do not change:
    /// <see cref="BackupPlanDocument"/> reads it back.
    /// </summary>
    public static string ToJson(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return BackupPlanDocument.Of(plan).ToJson();
    }

    /// <summary>
    /// What each root consists of, as trees of text for people; see <see cref="GraphFormats.ToTree"/>.
    /// </summary>
    public static string ToTree(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return string.Join(Environment.NewLine, plan.Roots.Select(root => plan.Graph.ToTree(root)));
    }

    /// <summary>A Mermaid flow chart of the graph; one of more than 300 objects is folded by machine.</summary>
    public static string ToMermaid(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return plan.Graph.ToMermaid();
    }

    /// <summary>A Graphviz digraph (DOT) of the graph, of all its objects, with a cluster for each machine.</summary>
    public static string ToDot(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return plan.Graph.ToDot();
    }

    /// <summary>
    /// One HTML page that needs no other file and no network, so that it can be mailed and archived: the graph by machine,
    /// the sets, the findings, and a search over all. Without scripts it shows the same in short.
    /// </summary>
    /// <remarks>
    /// A browser is told to run and load nothing but what the page brings. A large page holds its data compressed, so that
    /// the same plan gives the same characters under the same version of .NET.
    /// </remarks>
    /// <param name="plan">The plan.</param>
    public static string ToHtml(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return WrittenText.Of(writer => PlanPage.Write(writer, plan));
    }

    /// <summary>Writes what <see cref="ToHtml"/> returns.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    public static void WriteHtml(this BackupPlan plan, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(writer);
        PlanPage.Write(writer, plan);
    }
}
