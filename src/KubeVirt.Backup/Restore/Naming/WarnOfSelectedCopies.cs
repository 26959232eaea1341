using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Reports the Services, PodDisruptionBudgets and policies that choose a copy in the namespace of its original, since the
/// copy's pod bears the labels that they go by.
/// </summary>
/// <remarks>
/// A selector that goes by the name of the machine does not choose the copy. Source: KubeVirt
/// pkg/virt-controller/services/template.go, podLabels.
/// </remarks>
public sealed class WarnOfSelectedCopies : RestorePolicy
{
    private const int MaxNamed = 5;

    private readonly FindingSeverity _severity;

    /// <summary>Decides how bad it is.</summary>
    /// <param name="isError">
    /// Whether it is an error, as where the original is known to be there. Default: a warning, since it may be gone.
    /// </param>
    public WarnOfSelectedCopies(bool isError = false)
        : base("warn-of-selected-copies") => _severity = isError ? FindingSeverity.Error : FindingSeverity.Warning;

    /// <summary>Does nothing: what counts is what the whole pipeline makes of the labels.</summary>
    /// <param name="context">The object.</param>
    public override void Apply(RestoreContext context) => ArgumentNullException.ThrowIfNull(context);

    /// <inheritdoc/>
    public override void Check(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Kinds.IsMachine(context.Id.Kind) || !IsBesideOriginal(context))
            return;

        var labels = LabelsOfCopy(context);
        var choosers = context
            .Graph.EdgesTo(context.Id)
            .Where(edge => edge.Relation == Relation.Selects && Chooses(context.Graph, edge, labels))
            .Select(edge => $"{edge.From} ({edge.Reference.Why})")
            .ToList();
        if (choosers.Count > 0)
            Report(context, choosers);
    }

    /// <summary>Whether a selector goes by labels that the copy has; one of everything chooses it on purpose.</summary>
    private static bool Chooses(ResourceGraph graph, ResourceEdge edge, IReadOnlyDictionary<string, string> labels) =>
        LabelQuery.Read(graph.FindResource(edge.From)?.At(edge.Path)) is { IsOfEverything: false } selector
        && selector.Matches(labels);

    /// <summary>Whether the object comes back under another name in the namespace that it was in.</summary>
    private static bool IsBesideOriginal(RestoreContext context)
    {
        var mapped = context.Names.Map(context.Id);

        return mapped.Namespace == context.Id.Namespace && mapped.Name != context.Id.Name;
    }

    /// <summary>The labels that the pod of the copy will have.</summary>
    private static IReadOnlyDictionary<string, string> LabelsOfCopy(RestoreContext context)
    {
        var at = GuestLabels.LabelsIn(context.Id.Kind);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in context.Draft.NamesAt(at))
        {
            if (context.Draft.StringAt($"{at}/{JsonPointer.Escape(name)}") is { } value)
                labels[name] = value;
        }

        var hostname = context.Draft.StringAt(GuestLabels.HostnameIn(context.Id.Kind));

        return GuestLabels.OfPod(context.Names.Map(context.Id), labels, hostname);
    }

    private void Report(RestoreContext context, List<string> choosers)
    {
        var more = choosers.Count > MaxNamed ? $" and {choosers.Count - MaxNamed} more" : "";
        context.Report(
            FindingIds.CopySelected,
            _severity,
            GuestLabels.LabelsIn(context.Id.Kind),
            $"The labels of the copy are those by which its original is chosen, so the copy is chosen as well: by "
                + $"{string.Join(", ", choosers.Take(MaxNamed))}{more}. Change the labels of the copy, or restore it in "
                + "another namespace."
        );
    }
}
