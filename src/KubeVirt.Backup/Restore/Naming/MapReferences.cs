using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Rewrites every reference to an object whose name or namespace changes, wherever it stands, by following the graph's
/// edges.
/// </summary>
/// <param name="name">Name of the policy.</param>
/// <param name="applies">Which kinds of targets it rewrites. Default: all.</param>
public sealed class MapReferences(string name = "map-references", Func<GroupKind, bool>? applies = null)
    : RestorePolicy(name)
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Names.IsEmpty)
            return;
        foreach (var edge in context.Graph.EdgesFrom(context.Id).Where(edge => Applies(edge.To.Kind)))
            Rewrite(context, edge);
        if (!Applies(context.Id.Kind))
            return;
        foreach (var edge in context.Graph.EdgesTo(context.Id))
            RewriteLabel(context, edge);
    }

    private static void Rewrite(RestoreContext context, ResourceEdge edge)
    {
        var now = context.Names.Map(edge.To);
        if (now == edge.To)
            return;
        if (edge.Reference.Form == ReferenceForm.Derived)
        {
            CheckDerived(context, edge, now);
            return;
        }

        if (context.Draft.StringAt(edge.Path) is not { } written)
            return;
        switch (edge.Reference.Form)
        {
            case ReferenceForm.Name when written == edge.To.Name:
                context.Draft.Set(edge.Path, now.Name);
                break;
            case ReferenceForm.NameBesideNamespace when written == edge.To.Name:
                context.Draft.Set(edge.Path, now.Name);
                SetNamespace(context, JsonPointer.Parent(edge.Path) + "/namespace", now);
                break;
            case ReferenceForm.NamespaceSlashName
                when written == edge.To.Name || written == $"{edge.To.Namespace}/{edge.To.Name}":
                var isShort =
                    !written.Contains('/', StringComparison.Ordinal)
                    && now.Namespace == context.Names.Map(context.Id).Namespace;
                context.Draft.Set(edge.Path, isShort ? now.Name : $"{now.Namespace}/{now.Name}");
                break;
            case ReferenceForm.EmbeddedJson
                when EmbeddedJson.Replace(written, edge.Reference.Inside!, edge.To.Name, now.Name) is { } text:
                context.Draft.Set(edge.Path, text);
                break;
            case ReferenceForm.NetworkSelection
                when NetworkSelection.Replace(
                    written,
                    edge.Reference.Inside!,
                    (edge.To.Namespace!, edge.To.Name),
                    (now.Namespace!, now.Name),
                    now.Namespace != context.Names.Map(context.Id).Namespace
                )
                    is { } chosen:
                context.Draft.Set(edge.Path, chosen);
                break;
        }
    }

    /// <summary>
    /// A name that the platform makes up itself, as a pool does by appending an index, is written nowhere and cannot
    /// follow.
    /// </summary>
    private static void CheckDerived(RestoreContext context, ResourceEdge edge, ResourceId now)
    {
        var isTwin = edge.To.Name == edge.From.Name && now.Name == context.Names.Map(edge.From).Name;
        if (
            edge.Relation != Relation.Needs
            || edge.To.Kind == Kinds.Namespace
            || edge.Reference.Target.Mode != TargetMode.Name
            || now.Name == edge.To.Name
            || isTwin
        )
            return;
        context.Report(
            FindingIds.RenameNotFollowed,
            edge.IsRequired ? FindingSeverity.Error : FindingSeverity.Warning,
            edge.Path,
            $"{edge.To} becomes {now}, and what makes its name here cannot follow ({edge.Reference.Why}). Keep its name."
        );
    }

    private static void SetNamespace(RestoreContext context, string pointer, ResourceId now)
    {
        if (context.Draft.At(pointer) is not null || now.Namespace != context.Names.Map(context.Id).Namespace)
            context.Draft.Set(pointer, now.Namespace);
    }

    /// <summary>
    /// Where a machine finds an object by a label with its own name, the label follows the machine; where it finds it
    /// by a name alone that changes, it gets the label.
    /// </summary>
    private static void RewriteLabel(RestoreContext context, ResourceEdge edge)
    {
        var target = edge.Reference.Target;
        var now = context.Names.Map(edge.From).Name;
        if (target.Mode != TargetMode.Label || target.Value != edge.From.Name)
            return;
        var label = $"/metadata/labels/{JsonPointer.Escape(target.LabelKey!)}";
        if (
            now != edge.From.Name
            || (context.Names.Map(edge.To).Name != edge.To.Name && context.Draft.At(label) is null)
        )
            context.Draft.Set(label, now);
    }

    private bool Applies(GroupKind kind) => applies is null || applies(kind);
}
