using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>Skips the objects of a class, except those whose rule carries them along.</summary>
/// <param name="objectClass">The class, which is part of the name of the policy: <c>skip-runtime</c>.</param>
/// <remarks>
/// The packs of the graph say what an object is, see <c>ResourceGraph.Platforms</c>.
/// Objects that need a skipped one find it in the target: a controller makes runtime objects anew, and the cluster is
/// expected to bring its environment, which is a warning. Only a skipped definition is lost, an error for each object
/// that requires it.
/// </remarks>
public sealed class SkipClass(ObjectClass objectClass)
    : RestorePolicy($"skip-{objectClass.ToString().ToLowerInvariant()}")
{
    // Whatever else needs one of these finds it in the target: made by a controller, or brought by the cluster.
    private readonly SkipOutcome _outcome = objectClass switch
    {
        ObjectClass.Runtime => SkipOutcome.MadeAnew,
        ObjectClass.Action or ObjectClass.Environment => SkipOutcome.Expected,
        _ => SkipOutcome.Lost,
    };

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Class is { IsCarried: false } found && found.Class == objectClass)
            context.Skip(found.Reason, _outcome);
    }
}
