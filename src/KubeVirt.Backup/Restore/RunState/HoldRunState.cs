using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Restores machines halted and replica sets and pools paused, so that nothing starts before its data is there, and
/// remembers in an annotation what they were; <see cref="ReleaseRunState"/> puts it back. To be used after a preset.
/// </summary>
/// <remarks>
/// A machine that is off by its own strategy stays as it is. A standalone instance cannot be held: it starts when it is
/// created, and that is reported.
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

    private static bool IsOff(RestoreContext context) =>
        context.Id.Kind == Kinds.VirtualMachine
            ? context.Draft.At("/spec/runStrategy") is { } strategy
                ? strategy.ToJsonString() == $"\"{HeldRunState.Halted}\""
                : context.Draft.At("/spec/running")?.ToJsonString() == "false"
            : context.Draft.At("/spec/paused")?.ToJsonString() == "true";
}
