using System.Runtime.InteropServices;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>A resolver that is a table of paths, and a few lines of code for what a table cannot express.</summary>
/// <remarks>
/// Each object is read once, in one pass over its bytes, however many rows the table has. A value of another type than
/// expected is reported as <see cref="FindingIds.UnexpectedType"/>, and never an exception. Stateless, and so safe for
/// use from several threads.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var resolvers = BuiltInResolvers.Default.With(new RunbookResolver());
/// BackupPlan withRunbooks = BackupPlanner.Plan(manifests.Resources, new PlanOptions { Resolvers = resolvers });
///
/// // A machine names a ConfigMap with its runbook in an annotation.
/// sealed class RunbookResolver()
///     : TableResolver(
///         GroupKind.Parse("VirtualMachine.kubevirt.io"),
///         [
///             new("/metadata/annotations/example.org~1runbook", GroupKind.Parse("ConfigMap"), "runbook of the machine")
///             {
///                 Requirement = Requirement.Optional,
///             },
///         ]
///     );
/// </code>
/// </example>
public abstract class TableResolver : IResourceResolver
{
    private readonly PathTable _table;
    private readonly BoundRule[][] _byPattern;
    private readonly bool _mayHoldParameters;

    /// <summary>Reads the table once, when the resolver is made.</summary>
    /// <param name="kind">The kind it handles; <see langword="null"/> for every kind.</param>
    /// <param name="rules">The references that follow from a path alone.</param>
    /// <param name="texts">Further string fields that <see cref="ResolveMore"/> reads.</param>
    /// <param name="flags">Further boolean fields that <see cref="ResolveMore"/> reads.</param>
    protected TableResolver(
        GroupKind? kind,
        IEnumerable<ReferenceRule> rules,
        IEnumerable<string>? texts = null,
        IEnumerable<string>? flags = null
    )
    {
        Kind = kind;
        Rules = [.. rules];
        _mayHoldParameters = Rules.Any(rule => rule.MayHoldParameters);
        _table = new PathTable(
            Rules
                .SelectMany(Fields)
                .Concat((texts ?? []).Select(path => (path, FieldType.Text)))
                .Concat((flags ?? []).Select(path => (path, FieldType.Flag)))
        );
        var rulesByPath = Rules.ToLookup(
            rule => rule.Path,
            rule => new BoundRule(rule, _table),
            StringComparer.Ordinal
        );
        _byPattern = [.. _table.Patterns.Select(pattern => rulesByPath[pattern].ToArray())];
    }

    /// <inheritdoc/>
    public GroupKind? Kind { get; }

    /// <summary>The table, in the order in which it was given.</summary>
    public IReadOnlyList<ReferenceRule> Rules { get; }

    /// <summary>Every path that it reads: those of the table, their siblings, and the further fields.</summary>
    public IReadOnlyList<string> Paths => _table.Patterns;

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        var scanner = references.Scanner;
        scanner.Scan(resource.Json.Span, _table, resource.MemberIndex);
        foreach (var mismatch in scanner.Mismatches)
        {
            if (!_mayHoldParameters || mismatch.Found != JsonTokenType.String)
                references.Report(Unexpected(resource.Id, mismatch));
        }

        var fields = new ResourceFields(resource, _table, scanner);
        foreach (ref readonly var match in CollectionsMarshal.AsSpan(scanner.Matches))
        {
            foreach (var rule in _byPattern[match.Pattern])
                rule.Apply(match, fields, references);
        }

        ResolveMore(fields, references);
    }

    /// <summary>Adds the references that the table cannot express. Does nothing by default.</summary>
    /// <param name="fields">The values at the paths of the table and at the further ones.</param>
    /// <param name="references">Takes the references.</param>
    protected virtual void ResolveMore(ResourceFields fields, ReferenceCollector references) { }

    private static Finding Unexpected(ResourceId id, PathMismatch mismatch) =>
        new(
            FindingIds.UnexpectedType,
            FindingSeverity.Error,
            id,
            mismatch.Pointer,
            $"Expected {mismatch.Expected} here and found {mismatch.FoundText}, which the API server would "
                + "refuse. What it refers to is not known."
        );

    /// <summary>The fields that a row needs, with the types that they must have.</summary>
    private static IEnumerable<(string, FieldType)> Fields(ReferenceRule rule)
    {
        yield return (rule.Path, FieldType.Text);
        if (rule.Form == ReferenceForm.NameBesideNamespace)
            yield return (rule.Sibling("namespace"), FieldType.Text);
        if (rule.OptionalField is not null)
            yield return (rule.Sibling(rule.OptionalField), FieldType.Flag);
        if (rule.ReadOnlyField is not null)
            yield return (rule.Sibling(rule.ReadOnlyField), FieldType.Flag);
        if (rule.UnlessNamedAt is not null)
            yield return (rule.UnlessNamedAt, FieldType.Text);
        if (rule.Indexed is { } indexed)
        {
            yield return (indexed.When, FieldType.Flag);
            yield return (indexed.Count, FieldType.Number);
        }

        foreach (var condition in rule.OptionalWhen)
            yield return (condition.Path, condition.IsFlag ? FieldType.Flag : FieldType.Text);
        foreach (var field in rule.KindFrom?.Fields ?? [])
            yield return (rule.Sibling(field), FieldType.Text);
    }
}
