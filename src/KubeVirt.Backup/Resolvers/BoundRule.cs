using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>A row of a table whose paths have become numbers.</summary>
internal sealed class BoundRule(ReferenceRule rule, PathTable table)
{
    // What a careless number of replicas may cost. Beyond it the replicas that are there hold the names themselves.
    private const int MaxIndexed = 1000;

    private readonly int _namespace = rule.Form == ReferenceForm.NameBesideNamespace ? table.IndexOf(rule.Sibling("namespace")) : -1;
    private readonly int _optional = rule.OptionalField is null ? -1 : table.IndexOf(rule.Sibling(rule.OptionalField));
    private readonly int _unless = rule.UnlessNamedAt is null ? -1 : table.IndexOf(rule.UnlessNamedAt);
    private readonly PathTable? _inside = rule.Inside is null ? null : new PathTable([(rule.Inside, FieldType.Text)]);
    private readonly (FieldCondition Condition, int Pattern)[] _optionalWhen = [.. rule.OptionalWhen.Select(condition => (condition, table.IndexOf(condition.Path)))];
    private readonly PatternPointers _pointers = new(rule.Path);
    private readonly bool _isCluster = KindScopes.IsCluster(rule.Kind);
    private readonly int[] _kind = [.. (rule.KindFrom?.Fields ?? []).Select(field => table.IndexOf(rule.Sibling(field)))];

    public void Apply(PathMatch match, ResourceFields fields, ReferenceCollector references)
    {
        // An empty name is how Kubernetes writes "none".
        if (fields.Text(match) is not { Length: > 0 } text)
            return;
        if (rule.Form is not (ReferenceForm.EmbeddedJson or ReferenceForm.NetworkSelection))
        {
            if (!IsIndexed(fields) || !ResourceId.IsName(text))
            {
                Apply(match, text, null, fields, references);
                return;
            }

            foreach (var name in Indexed(text, fields.Number(rule.Indexed!.Count)))
                Apply(match, name, null, fields, references);
            return;
        }

        var (names, problem) = _inside is null ? NetworkSelection.Read(text) : EmbeddedJson.Read(text, _inside);
        if (problem is not null)
        {
            var finding = new Finding(
                FindingIds.UnexpectedType, FindingSeverity.Error, fields.Resource.Id, _pointers.At(match.Indexes),
                $"Expected JSON in this text and found {problem}. What it refers to is not known.");
            // Several rules read the same text.
            if (!references.Findings.Contains(finding))
                references.Report(finding);
        }

        foreach (var (pointer, name) in names.Where(found => found.Text.Length > 0))
            Apply(match, name, pointer, fields, references);
    }

    private void Apply(PathMatch match, string name, string? inside, ResourceFields fields, ReferenceCollector references)
    {
        var resource = fields.Resource;
        var path = _pointers.At(match.Indexes);
        if (_unless >= 0 && fields.HasText(_unless, name))
            return;
        if (Kind(match, fields) is not { } kind)
        {
            references.Report(new Finding(
                FindingIds.InvalidReference, FindingSeverity.Error, resource.Id, path,
                $"The kind beside the name '{name}' is none that can stand here ({rule.Why}). Correct the kind."));
            return;
        }

        if (kind == default)
            return;
        var (ns, target) = Split(name, NamespaceBeside(match, fields), resource.Id.Namespace);
        if (!ResourceId.IsName(target) || (ns is not null && !ResourceId.IsName(ns)))
        {
            references.Report(new Finding(
                FindingIds.InvalidReference, FindingSeverity.Error, resource.Id, path,
                $"'{name}' can name no {kind.Kind}: a name holds no slash, percent sign or white space. Correct the name."));
            return;
        }

        var id = ResourceId.Unchecked(kind, (rule.KindFrom is null ? _isCluster : KindScopes.IsCluster(kind)) ? null : ns, target);
        var isUsedUp = IsUsedUp(fields);
        var isIndexed = IsIndexed(fields);
        var isOptional = isUsedUp || isIndexed || (_optional >= 0 && fields.Sibling(match, _optional) is { Token: JsonTokenType.True });
        var requirement = isOptional && rule.Requirement == Requirement.Required ? Requirement.Optional : rule.Requirement;
        var reference = new Reference(ReferenceTarget.Named(id), path, rule.Relation, requirement, rule.Why) { Form = isIndexed ? ReferenceForm.Derived : rule.Form, Inside = inside, HoldsData = rule.HoldsData };
        references.Add(rule.IsLeft || (isUsedUp && rule.IsLeftWhenUsedUp) ? reference with { IsFollowed = false } : reference);
    }

    private bool IsIndexed(ResourceFields fields) => rule.Indexed is { } indexed && fields.IsTrue(indexed.When);

    private static IEnumerable<string> Indexed(string name, int? count) =>
        Enumerable.Range(0, Math.Clamp(count ?? 1, 0, MaxIndexed)).Select(index => $"{name}-{index}");

    private bool IsUsedUp(ResourceFields fields)
    {
        foreach (var (condition, pattern) in _optionalWhen)
        {
            if (fields.Has(condition, pattern))
                return true;
        }

        return false;
    }

    private GroupKind? Kind(PathMatch match, ResourceFields fields) =>
        rule.KindFrom is null ? rule.Kind : rule.KindFrom.Read(Beside(match, fields, 0), Beside(match, fields, 1));

    private string? Beside(PathMatch match, ResourceFields fields, int field) =>
        field < _kind.Length && fields.Sibling(match, _kind[field]) is { } sibling ? fields.Text(sibling) : null;

    private string? NamespaceBeside(PathMatch match, ResourceFields fields) =>
        _namespace >= 0 && fields.Sibling(match, _namespace) is { } sibling && fields.Text(sibling) is { Length: > 0 } ns ? ns : null;

    private (string? Namespace, string Name) Split(string name, string? beside, string? own)
    {
        var slash = rule.Form is ReferenceForm.NamespaceSlashName or ReferenceForm.NetworkSelection ? name.IndexOf('/', StringComparison.Ordinal) : -1;
        return slash < 0 ? (beside ?? own, name) : (name[..slash], name[(slash + 1)..]);
    }
}
