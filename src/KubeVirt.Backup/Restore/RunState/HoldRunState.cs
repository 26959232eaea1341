using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Restores machines halted, and replica sets and pools paused, so that nothing starts before its data is there, and
/// remembers in an annotation what they were; <see cref="ReleaseRunState"/> puts it back. To be used after a preset.
/// </summary>
/// <remarks>
/// A machine that is off by its own strategy stays as it is. A standalone instance cannot be held: it starts when it is
/// created, and that is reported. The annotation is <see cref="HeldRunState.AnnotationKey"/>; the client package
/// releases what it has applied once all volumes are there.
/// </remarks>
public sealed class HoldRunState() : RestorePolicy("hold-run-state")
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["set-run-strategy", "pause-pools"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.VirtualMachineInstance)
        {
            context.Report(
                FindingIds.StartsAgain,
                FindingSeverity.Warning,
                null,
                "A standalone instance cannot be held: it starts as soon as it is created. Create it last."
            );
            return;
        }

        var members = HeldRunState.Members(context.Id.Kind);
        if (members.Count == 0 || context.Draft.At("/spec") is null || IsOff(context))
            return;

        context.Draft.Set(HeldRunState.Annotation, HeldRunState.Describe(context, members));
        if (context.Id.Kind != Kinds.VirtualMachine)
        {
            context.Draft.Set("/spec/paused", true);
            return;
        }

        context.Draft.Remove("/spec/running");
        context.Draft.Set("/spec/runStrategy", HeldRunState.Halted);
    }

    /// <summary>Whether the object starts nothing as it is, so that there is nothing to hold.</summary>
    private static bool IsOff(RestoreContext context)
    {
        if (context.Id.Kind != Kinds.VirtualMachine)
            return context.Draft.At("/spec/paused")?.ToJsonString() == "true";
        if (context.Draft.At("/spec/runStrategy") is { } strategy)
            return strategy.ToJsonString() == $"\"{HeldRunState.Halted}\"";

        return context.Draft.At("/spec/running")?.ToJsonString() == "false";
    }
}
