using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// The formatters that <see cref="TypeFormatterSourceAttribute"/> leads notebooks to: what a cell ends with is shown as a
/// fragment of HTML where the notebook shows HTML, and as text elsewhere.
/// </summary>
internal sealed class NotebookFormatters
{
    private readonly IReadOnlyList<NotebookFormatter> _all =
    [
        Html<BackupPlan>(plan => plan.ToHtmlFragment()),
        Html<ResourceGraph>(graph => graph.ToHtmlFragment()),
        Html<RestoreResult>(result => result.ToHtmlFragment()),
        Html<Finding>(finding => FindingFragment.Write([finding])),
        Html<IEnumerable<Finding>>(findings => findings.ToHtmlFragment()),
        Html<ResourceId>(id => FragmentText.Id(id)),
        Html<IEnumerable<RestoreVerdict>>(verdicts => PlanFragment.Write(verdicts)),
        Html<IEnumerable<ResourceId>>(ids => $"<ul>{string.Concat(ids.Select(ItemOf))}</ul>"),
        Text<BackupPlan>(plan => plan.ToText()),
        Text<RestoreResult>(result => result.ToDiff()),
    ];

    /// <summary>Called by its name.</summary>
    public IReadOnlyList<NotebookFormatter> CreateTypeFormatters() => _all;

    private static string ItemOf(ResourceId id) => $"<li>{FragmentText.Id(id)}</li>";

    private static NotebookFormatter Html<T>(Func<T, string> write) =>
        new("text/html", typeof(T), value => write((T)value));

    private static NotebookFormatter Text<T>(Func<T, string> write) =>
        new("text/plain", typeof(T), value => write((T)value));
}
