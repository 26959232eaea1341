using KubeVirt.Backup.Json;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes the fields that an API server or a controller assigned, such as the addresses and ports of a Service, so that
/// the target assigns its own.
/// </summary>
/// <remarks>
/// The fields stand in <c>PlatformPack.Fields</c>. What the author of an object chose stays, where the object shows that
/// somebody chose it. Source: velero pkg/restore/actions/service_action.go, secret_action.go.
/// </remarks>
public sealed class DropAssignedFields() : RestorePolicy("drop-assigned-fields")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var rule in context.Graph.Platforms.FieldsOf(context.Id.Kind))
        {
            if (Holds(rule, context))
                Drop(rule, context);
        }
    }

    private static bool Holds(FieldRule rule, RestoreContext context)
    {
        if (rule.OnlyWhereMoved && context.Names.Map(context.Id).Namespace == context.Id.Namespace)
            return false;
        if (rule.When is not { } when)
            return true;

        return context.Original.StringAt(when) is { } text && TextPattern.Matches(rule.WhenValue, text);
    }

    private static void Drop(FieldRule rule, RestoreContext context)
    {
        // From the last to the first: a removal moves the items behind it.
        foreach (var field in context.Draft.Find(rule.Path).Reverse())
        {
            if (IsAssigned(rule, context, field))
                context.Draft.Remove(rule.RemovesItem ? JsonPointer.Parent(field) : field);
        }

        if (rule.RemovesItem)
            DropEmptyList(context.Draft, rule.Path[..rule.Path.IndexOf("/*", StringComparison.Ordinal)]);
    }

    /// <summary>Whether nobody but a server or controller chose what stands there.</summary>
    private static bool IsAssigned(FieldRule rule, RestoreContext context, string field)
    {
        // A list is kept by what its first item says, as the clusterIPs of a headless Service.
        var text = context.Draft.StringAt(field) ?? context.Draft.StringAt(field + "/0");
        if (text is not null && rule.Keep.Contains(text))
            return false;
        if (rule.OnlyValues.Count > 0 && (text is null || !TextPattern.MatchesAny(rule.OnlyValues, text)))
            return false;

        return !rule.StaysWhereAuthored || !Authorship.Has(context.Original, field);
    }

    private static void DropEmptyList(ResourceDraft draft, string list)
    {
        if (draft.At(list) is System.Text.Json.Nodes.JsonArray { Count: 0 })
            draft.Remove(list);
    }
}
