namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// A model of one controller: which changes wake it for which object, and what it does then. It sees what the cluster
/// holds at that moment and keeps nothing to itself.
/// </summary>
internal abstract class ControllerModel
{
    /// <summary>The upstream file that it follows.</summary>
    public abstract string Source { get; }

    /// <summary>How long it takes to act, compared with others.</summary>
    public virtual Pace Pace => Pace.AtOnce;

    /// <summary>The objects that it looks at because of a change.</summary>
    public abstract IEnumerable<ResourceId> Watch(World world, Change change);

    /// <summary>Brings one object forward.</summary>
    /// <returns>Whether it is content; otherwise it tries again once anything has changed.</returns>
    public abstract bool Reconcile(World world, ResourceId id);
}
