namespace KubeVirt.Backup.Restore;

/// <summary>
/// Skips stored instancetypes and preferences that the target has under the same name with the same content.
/// Others of that name are renamed by <see cref="RevisionConflicts"/>.
/// </summary>
/// <param name="target">ControllerRevisions of the target; other objects are passed over.</param>
/// <remarks>
/// Content is what KubeVirt reads of a revision: its kind and its spec, not where the instancetype lived.
/// Source: KubeVirt pkg/instancetype/revision/store.go, which takes a revision of the same content for its own.
/// </remarks>
public sealed class SkipRevisionsOfTarget(IEnumerable<Resource> target) : RestorePolicy("skip-revisions-of-target")
{
    private readonly Dictionary<ResourceId, Resource> _target = RevisionConflicts.Revisions(target);

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            context.Id.Kind == Kinds.ControllerRevision
            && _target.TryGetValue(context.Names.Map(context.Id), out var other)
            && RevisionConflicts.IsSame(context.Original, other)
        )
            context.Skip("The target has it already, with the same content.", SkipOutcome.MadeAnew);
    }
}
