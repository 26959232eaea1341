using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Puts back what <see cref="HoldRunState"/> remembered and removes its annotation. To be applied alone, to the held
/// objects, once their data is there.
/// </summary>
/// <remarks>
/// Where somebody has changed the run state meanwhile, theirs stays. An annotation that cannot be read is an error, and
/// the object stays held. Objects that are not held are not changed.
/// </remarks>
public sealed class ReleaseRunState() : RestorePolicy("release-run-state")
{
    private const string Annotations = "/metadata/annotations";

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var members = HeldRunState.Members(context.Id.Kind);
        if (members.Count == 0 || context.Draft.At(HeldRunState.Annotation) is null)
            return;
        if (HeldRunState.Parse(context.Draft.StringAt(HeldRunState.Annotation) ?? "", members) is not { } state)
        {
            context.Report(
                FindingIds.HeldStateKept,
                FindingSeverity.Error,
                HeldRunState.Annotation,
                "The annotation does not hold what was remembered. The object stays as it is; set its run "
                    + "strategy by hand and remove the annotation."
            );
            return;
        }

        if (IsHeld(context))
            PutBack(context, members, state);
        else
            context.Report(
                FindingIds.HeldStateKept,
                FindingSeverity.Info,
                "/spec",
                "Somebody has changed the run state meanwhile. It stays, and what was remembered is forgotten."
            );
        context.Draft.Remove(HeldRunState.Annotation);
        if (context.Draft.At(Annotations) is JsonObject { Count: 0 })
            context.Draft.Remove(Annotations);
    }

    /// <summary>Whether the object is still as <see cref="HoldRunState"/> made it.</summary>
    private static bool IsHeld(RestoreContext context)
    {
        if (context.Id.Kind == Kinds.VirtualMachine)
            return context.Draft.StringAt("/spec/runStrategy") == HeldRunState.Halted;

        return context.Draft.At("/spec/paused")?.ToJsonString() == "true";
    }

    private static void PutBack(RestoreContext context, IReadOnlyList<string> members, JsonObject state)
    {
        foreach (var member in members)
        {
            if (state[member] is { } value)
                context.Draft.Set($"/spec/{member}", value.DeepClone());
            else
                context.Draft.Remove($"/spec/{member}");
        }
    }
}
