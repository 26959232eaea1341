using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Rewrites every reference to an object whose name or namespace changes, wherever it stands, by following the graph's
/// edges.
/// </summary>
/// <param name="name">Name of the policy, which stands beside its changes.</param>
/// <param name="applies">Which kinds of targets it rewrites references to. Default: all.</param>
/// <remarks>
/// A reference is rewritten where it has the text that the backup had; what another policy wrote there stays. Names in
/// JSON inside a text are rewritten there. A name that the platform composes itself cannot follow, and is reported.
/// Labels by which a machine finds an object follow the name of the machine.
/// </remarks>
public sealed class MapReferences(string name = "map-references", Func<GroupKind, bool>? applies = null)
    : RestorePolicy(name)
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Names.IsEmpty)
            return;

        var edges = context.Graph.EdgesFrom(context.Id).Where(edge => Applies(edge.To.Kind)).ToList();
        var embedded = edges.Where(edge => edge.Reference.Form == ReferenceForm.EmbeddedJson);
        foreach (var text in embedded.GroupBy(edge => edge.Path))
            RewriteEmbedded(context, text.Key, text);
        foreach (var edge in edges.Where(edge => edge.Reference.Form != ReferenceForm.EmbeddedJson))
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

        if (context.Draft.StringAt(edge.Path) is { } written)
            RewriteText(context, edge, now, written);
    }

    /// <summary>Rewrites all names in one text of JSON at once.</summary>
    private static void RewriteEmbedded(RestoreContext context, string path, IEnumerable<ResourceEdge> edges)
    {
        if (context.Draft.StringAt(path) is not { } written)
            return;

        var targets = edges.ToLookup(edge => (edge.Reference.Inside!, edge.To.Name), edge => edge.To);
        var rewritten = EmbeddedJson.ReplaceAll(written, place =>
            targets[place].Select(target => context.Names.Map(target).Name).FirstOrDefault()
        );
        SetText(context, path, rewritten);
    }

    private static void RewriteText(RestoreContext context, ResourceEdge edge, ResourceId now, string written)
    {
        var isName = written == edge.To.Name;
        switch (edge.Reference.Form)
        {
            case ReferenceForm.Name when isName:
                context.Draft.Set(edge.Path, now.Name);
                break;
            case ReferenceForm.NameBesideNamespace when isName:
                context.Draft.Set(edge.Path, now.Name);
                SetNamespace(context, JsonPointer.Parent(edge.Path) + "/namespace", now);
                break;
            case ReferenceForm.NamespaceSlashName when isName || written == $"{edge.To.Namespace}/{edge.To.Name}":
                context.Draft.Set(edge.Path, WithNamespace(context, now, isShort: isName));
                break;
            case ReferenceForm.NetworkSelection:
                SetText(context, edge.Path, Selection(context, edge, now, written));
                break;
        }
    }

    /// <summary>A name with its namespace, which is left out where it was and still may be.</summary>
    private static string WithNamespace(RestoreContext context, ResourceId now, bool isShort) =>
        isShort && IsBesideHolder(context, now) ? now.Name : $"{now.Namespace}/{now.Name}";

    private static string? Selection(RestoreContext context, ResourceEdge edge, ResourceId now, string written) =>
        NetworkSelection.Replace(
            written,
            edge.Reference.Inside!,
            (edge.To.Namespace!, edge.To.Name),
            (now.Namespace!, now.Name),
            !IsBesideHolder(context, now)
        );

    /// <summary>Whether a target is in the namespace of the object that refers to it, after the restore.</summary>
    private static bool IsBesideHolder(RestoreContext context, ResourceId target) =>
        target.Namespace == context.Names.Map(context.Id).Namespace;

    private static void SetText(RestoreContext context, string pointer, string? text)
    {
        if (text is not null)
            context.Draft.Set(pointer, text);
    }

    /// <summary>
    /// Reports a name that cannot follow: the platform composes it itself, as a pool does by appending an index, and it
    /// is written nowhere.
    /// </summary>
    private static void CheckDerived(RestoreContext context, ResourceEdge edge, ResourceId now)
    {
        var isTwin = edge.To.Name == edge.From.Name && now.Name == context.Names.Map(edge.From).Name;
        var isComposed = edge.Relation == Relation.Needs && edge.Reference.Target.Mode == TargetMode.Name;
        if (!isComposed || isTwin || edge.To.Kind == Kinds.Namespace || now.Name == edge.To.Name)
            return;

        context.Report(
            FindingIds.RenameNotFollowed,
            edge.IsRequired ? FindingSeverity.Error : FindingSeverity.Warning,
            edge.Path,
            $"{edge.To} becomes {now}, and what makes its name here cannot follow ({edge.Reference.Why}). "
                + "Keep its name."
        );
    }

    private static void SetNamespace(RestoreContext context, string pointer, ResourceId now)
    {
        if (context.Draft.At(pointer) is not null || !IsBesideHolder(context, now))
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

    /// <summary>Whether references to a kind are this policy's.</summary>
    private bool Applies(GroupKind kind) => applies is null || applies(kind);
}
