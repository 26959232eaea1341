using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// A row of a resolver's table whose paths have become numbers, so that no text is compared for an object.
/// </summary>
/// <param name="rule">The row.</param>
/// <param name="table">The paths of the whole table.</param>
/// <remarks>
/// <see cref="Apply"/> is called for each value at the row's path in each object of a backup. It allocates for the
/// reference that it adds, and for nothing else.
/// </remarks>
internal sealed class BoundRule(ReferenceRule rule, PathTable table)
{
    // Bounds the cost of a large number of replicas. Beyond it the replicas that exist hold the names themselves.
    private const int MaxIndexed = 1000;

    private readonly int _namespace =
        rule.Form == ReferenceForm.NameBesideNamespace ? table.IndexOf(rule.Sibling("namespace")) : -1;
    private readonly int _optional = rule.OptionalField is null ? -1 : table.IndexOf(rule.Sibling(rule.OptionalField));
    private readonly int _readOnly = rule.ReadOnlyField is null ? -1 : table.IndexOf(rule.Sibling(rule.ReadOnlyField));
    private readonly int _unless = rule.UnlessNamedAt is null ? -1 : table.IndexOf(rule.UnlessNamedAt);
    private readonly PathTable? _inside = rule.Inside is null ? null : new PathTable([(rule.Inside, FieldType.Text)]);
    private readonly (FieldCondition Condition, int Pattern)[] _optionalWhen =
    [
        .. rule.OptionalWhen.Select(condition => (condition, table.IndexOf(condition.Path))),
    ];
    private readonly string _whyOfUnknownScope = $"{rule.Why}, in the namespace or cluster-scoped";
    private readonly PatternPointers _pointers = new(rule.Path);
    private readonly bool _isCluster = KindScopes.IsCluster(rule.Kind);
    private readonly int[] _kind =
    [
        .. (rule.KindFrom?.Fields ?? []).Select(field => table.IndexOf(rule.Sibling(field))),
    ];

    // The kind that was read last: objects that stand side by side mostly name the same. Several threads use it, so it
    // is replaced as a whole.
    private NamedKind? _last;

    /// <summary>Adds what one value refers to, or reports why it cannot be read.</summary>
    /// <param name="match">The value.</param>
    /// <param name="fields">The object, with the values at all paths of the table.</param>
    /// <param name="references">Takes the references and the findings.</param>
    public void Apply(in PathMatch match, ResourceFields fields, ReferenceCollector references)
    {
        // An empty name is how Kubernetes writes "none".
        if (fields.Text(match) is not { Length: > 0 } text)
            return;
        if (rule.Form is ReferenceForm.EmbeddedJson or ReferenceForm.NetworkSelection)
            AddInside(match, text, fields, references);
        else if (IsIndexed(fields) && ResourceId.IsName(text))
            AddIndexed(match, text, fields, references);
        else
            Add(match, text, null, fields, references);
    }

    /// <summary>Adds one reference for each replica that the controller makes.</summary>
    private void AddIndexed(in PathMatch match, string text, ResourceFields fields, ReferenceCollector references)
    {
        foreach (var name in Indexed(text, fields.Number(rule.Indexed!.Count)))
            Add(match, name, null, fields, references);
    }

    /// <summary>Adds the names that stand in a text which is JSON itself.</summary>
    private void AddInside(in PathMatch match, string text, ResourceFields fields, ReferenceCollector references)
    {
        var (names, problem) = _inside is null ? NetworkSelection.Read(text) : EmbeddedJson.Read(text, _inside);
        var isOpen = rule.MayHoldParameters && TemplateParameters.IsIn(text);
        if (problem is not null && !isOpen)
        {
            var finding = new Finding(
                FindingIds.UnexpectedType,
                FindingSeverity.Error,
                fields.Resource.Id,
                _pointers.At(match.Indexes),
                $"Expected JSON in this text and found {problem}. What it refers to is not known."
            );
            // Several rules read the same text.
            if (!references.Findings.Contains(finding))
                references.Report(finding);
        }

        foreach (var (pointer, name) in names)
        {
            if (name.Length > 0)
                Add(match, name, pointer, fields, references);
        }
    }

    /// <summary>Adds the reference of one name, or reports why it can name nothing.</summary>
    private void Add(
        in PathMatch match,
        string name,
        string? inside,
        ResourceFields fields,
        ReferenceCollector references
    )
    {
        var beside = NamespaceBeside(match, fields);
        if (_unless >= 0 && fields.HasText(_unless, name))
            return;
        if (rule.MayHoldParameters && (TemplateParameters.IsIn(name) || TemplateParameters.IsIn(beside)))
            return;

        var (isCluster, named) = KindOf(match, fields);
        if (named is not { } kind)
        {
            references.Report(WrongKind(match, name, fields));
            return;
        }

        if (kind == default)
            return;

        var (namespaceName, target) = Split(name, beside, fields.Resource.Id.Namespace);
        if (!ResourceId.IsName(target) || (namespaceName is not null && !ResourceId.IsName(namespaceName)))
        {
            references.Report(WrongName(match, name, kind, fields));
            return;
        }

        var id = ResourceId.Unchecked(kind, isCluster ? null : namespaceName, target);
        AddInScopes(ToReference(match, id, inside, fields), id, references);
    }

    /// <summary>
    /// Adds a reference; where it is not known whether its target lives in a namespace, also that to the cluster-scoped
    /// object.
    /// </summary>
    private void AddInScopes(in Reference reference, in ResourceId id, ReferenceCollector references)
    {
        var isOfUnknownScope = rule.MayBeClusterScoped && id.Namespace is not null && !KindScopes.IsNamespaced(id.Kind);
        if (!isOfUnknownScope)
        {
            references.Add(reference);
            return;
        }

        // The id holds a namespace that nobody wrote: who reads it must not take it for a fact.
        references.Add(reference with { Why = _whyOfUnknownScope });
        references.Add(ToClusterScoped(reference, id));
    }

    /// <summary>The same reference to the cluster-scoped object of the name, which counts where it is there.</summary>
    private static Reference ToClusterScoped(in Reference reference, in ResourceId id) =>
        reference with
        {
            Target = ReferenceTarget.Named(ResourceId.Unchecked(id.Kind, null, id.Name)),
            Requirement = Requirement.WhenPresent,
        };

    private Reference ToReference(in PathMatch match, ResourceId target, string? inside, ResourceFields fields)
    {
        var isUsedUp = IsUsedUp(fields);
        var isIndexed = IsIndexed(fields);
        var isOptional = isUsedUp || isIndexed || IsTrueBeside(match, fields, _optional);
        var requirement =
            isOptional && rule.Requirement == Requirement.Required ? Requirement.Optional : rule.Requirement;
        var path = _pointers.At(match.Indexes);
        var reference = new Reference(ReferenceTarget.Named(target), path, rule.Relation, requirement, rule.Why)
        {
            Form = isIndexed ? ReferenceForm.Derived : rule.Form,
            Inside = inside,
            HoldsData = rule.HoldsData,
            IsReadOnly = rule.IsReadOnly || IsTrueBeside(match, fields, _readOnly),
            IsTransient = rule.IsTransient,
        };

        if (rule.JoinsTarget)
            reference = reference with { JoinsTarget = true };
        var isLeft = rule.IsLeft || (isUsedUp && rule.IsLeftWhenUsedUp);

        return isLeft ? reference with { IsFollowed = false } : reference;
    }

    /// <summary>Whether a field beside the name is true; not where the row has no such field.</summary>
    private static bool IsTrueBeside(in PathMatch match, ResourceFields fields, int field) =>
        field >= 0 && fields.Sibling(match, field) is { Token: JsonTokenType.True };

    /// <summary>The finding where the kind beside a name is none that can stand there.</summary>
    private Finding WrongKind(in PathMatch match, string name, ResourceFields fields) =>
        new(
            FindingIds.InvalidReference,
            FindingSeverity.Error,
            fields.Resource.Id,
            _pointers.At(match.Indexes),
            $"The kind beside the name '{name}' is none that can stand here ({rule.Why}). Correct the kind."
        );

    /// <summary>The finding where a text can be the name of no object.</summary>
    private Finding WrongName(in PathMatch match, string name, GroupKind kind, ResourceFields fields) =>
        new(
            FindingIds.InvalidReference,
            FindingSeverity.Error,
            fields.Resource.Id,
            _pointers.At(match.Indexes),
            $"'{name}' can name no {kind.Kind}: a name holds no slash, percent sign or white space. Correct the name."
        );

    /// <summary>Whether the name stands for one name per replica here.</summary>
    private bool IsIndexed(ResourceFields fields) => rule.Indexed is { } indexed && fields.IsTrue(indexed.When);

    /// <summary>The names of the replicas, from zero on; one where the number is not written.</summary>
    private static IEnumerable<string> Indexed(string name, int? count) =>
        Enumerable.Range(0, Math.Clamp(count ?? 1, 0, MaxIndexed)).Select(index => $"{name}-{index}");

    /// <summary>Whether the target was used up, so that the object works without it.</summary>
    private bool IsUsedUp(ResourceFields fields)
    {
        foreach (var (condition, pattern) in _optionalWhen)
        {
            if (fields.Has(condition, pattern))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The kind of the target, and whether it is cluster-scoped; no kind where what is written is none.
    /// </summary>
    private (bool IsCluster, GroupKind? Kind) KindOf(in PathMatch match, ResourceFields fields)
    {
        if (rule.KindFrom is not { } kindFrom)
            return (_isCluster, rule.Kind);

        var first = Beside(match, fields, 0);
        var second = Beside(match, fields, 1);
        if (_last is not { } last || last.First != first || last.Second != second)
        {
            var kind = Possible(kindFrom.Read(first, second));
            var isCluster = kind is { } known && KindScopes.IsCluster(known);
            last = new NamedKind(first, second, kind, isCluster);
            _last = last;
        }

        return (last.IsCluster, last.Kind);
    }

    /// <summary>A kind that an API server can have; the default, which names nothing, stays.</summary>
    private static GroupKind? Possible(GroupKind? read) =>
        read is { } kind && (kind == default || kind.IsValid) ? kind : null;

    /// <summary>The text of one of the fields that the kind is read from.</summary>
    private string? Beside(in PathMatch match, ResourceFields fields, int field) =>
        field < _kind.Length && fields.Sibling(match, _kind[field]) is { } sibling ? fields.Text(sibling) : null;

    /// <summary>The namespace that is written beside the name; an empty one counts as none.</summary>
    private string? NamespaceBeside(in PathMatch match, ResourceFields fields) =>
        _namespace >= 0
        && fields.Sibling(match, _namespace) is { } sibling
        && fields.Text(sibling) is { Length: > 0 } namespaceName
            ? namespaceName
            : null;

    /// <summary>
    /// Namespace and name: from the text itself, from a field beside it, or the object's own namespace.
    /// </summary>
    private (string? Namespace, string Name) Split(string name, string? beside, string? own)
    {
        var mayBeQualified = rule.Form is ReferenceForm.NamespaceSlashName or ReferenceForm.NetworkSelection;
        var slash = mayBeQualified ? name.IndexOf('/', StringComparison.Ordinal) : -1;

        return slash < 0 ? (beside ?? own, name) : (name[..slash], name[(slash + 1)..]);
    }

    /// <summary>A kind, with the texts that it was read from.</summary>
    private sealed record NamedKind(string? First, string? Second, GroupKind? Kind, bool IsCluster);
}
