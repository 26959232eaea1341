using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Skips the objects of a class, except those whose rule carries them along.</summary>
/// <param name="objectClass">The class, which is part of the name of the policy: <c>skip-runtime</c>.</param>
/// <param name="classes">
/// The rules by which an object is classified. Default: <see cref="ObjectClasses.Default"/>.
/// </param>
/// <remarks>
/// Objects that need a skipped one find it in the target: a controller makes runtime objects anew, and the cluster is
/// expected to bring its environment, which is a warning. Only a skipped definition is lost, an error for each object
/// that requires it.
/// </remarks>
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
