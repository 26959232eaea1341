using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes HTML that stands inside of a page, a notebook or a mail of others: its styles reach nothing but itself, it has
/// no scripts and links, and all texts in it are encoded. Each of these is a pure function. No value of a Secret is in
/// them.
/// </summary>
/// <remarks>
/// Notebooks of .NET Interactive show plans, graphs, findings and restores in this way without being told.
/// </remarks>
/// <example>
/// <code language="csharp">
/// string page = $"&lt;h1&gt;Tonight&lt;/h1&gt;{plan.ToHtmlFragment()}{plan.Findings.ToHtmlFragment()}";
/// await File.WriteAllTextAsync("report.html", page, cancellationToken);
/// </code>
/// </example>
public static class HtmlFragments
{
    /// <summary>
    /// A plan: its picture where it has at most 50 objects, a table of what is backed up with its verdicts and volumes,
    /// and its findings, the worst first.
    /// </summary>
    public static string ToHtmlFragment(this BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return PlanFragment.Write(plan);
    }

    /// <summary>
    /// A graph as a picture, roots on the left. Namespaces are not drawn. A graph of more objects is named, not drawn.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">How many objects a picture may have. Default: 50.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is less than 1.</exception>
    public static string ToHtmlFragment(this ResourceGraph graph, int maxNodes = GraphPicture.DefaultMaxNodes)
    {
        ArgumentNullException.ThrowIfNull(graph);

        return GraphFragment.Write(graph, maxNodes);
    }

    /// <summary>Findings as a table, the worst first.</summary>
    public static string ToHtmlFragment(this IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);

        return FindingFragment.Write(findings);
    }

    /// <summary>
    /// A restore as the net effect on each object with the policies that made it, what is left out, and its findings, the
    /// worst first.
    /// </summary>
    public static string ToHtmlFragment(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);

        return RestoreFragment.Write(result);
    }
}
