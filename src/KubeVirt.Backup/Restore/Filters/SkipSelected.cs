using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Skips the objects that a selector takes, by their names and labels in the backup.</summary>
/// <param name="selector">
/// Which objects, by what they were in the backup: earlier policies change nothing of that.
/// </param>
/// <param name="reason">Why, in one sentence: it stands beside each of them.</param>
/// <param name="outcome">
/// What becomes of objects that need them. Default: they lack it, which is an error for each that requires it.
/// </param>
public sealed class SkipSelected(ResourceSelector selector, string reason, SkipOutcome outcome = SkipOutcome.Lost)
    : RestorePolicy("skip-selected")
{
    private readonly ResourceSelector _selector = selector ?? throw new ArgumentNullException(nameof(selector));
    private readonly string _reason = reason ?? throw new ArgumentNullException(nameof(reason));

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_selector.Matches(context.Original))
            context.Skip(_reason, outcome);
    }
}
