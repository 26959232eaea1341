using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out the objects of a class, except those whose rule carries them along.</summary>
/// <param name="objectClass">The class.</param>
/// <param name="classes">What tells the class of an object. Default: <see cref="ObjectClasses.Default"/>.</param>
public sealed class SkipClass(ObjectClass objectClass, ObjectClasses? classes = null)
    : RestorePolicy($"skip-{objectClass.ToString().ToLowerInvariant()}")
{
    private readonly ObjectClasses _classes = classes ?? ObjectClasses.Default;

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
        if (context.ClassBy(_classes) is { IsCarried: false } found && found.Class == objectClass)
            context.Skip(found.Reason, _outcome);
    }
}
