namespace KubeVirt.Backup.Restore;

/// <summary>
/// Lets CDI populate DataVolumes from their sources again instead of restoring their data: their claims are left out.
/// To be used after a preset, for some volumes.
/// </summary>
/// <remarks>
/// For volumes whose source is still there and whose data nobody changed, such as installation media. What guests wrote
/// to them is lost. Limit it to those volumes with <see cref="RestorePolicyBuilder.When"/>. Claims without a DataVolume
/// are restored as ever. Source: CDI pkg/controller/datavolume/controller-base.go.
/// </remarks>
public sealed class ReimportDataVolumes() : RestorePolicy("reimport-data-volumes")
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Decides { get; } =
        new Dictionary<string, string> { ["data of DataVolumes"] = "populated again" };

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["pre-populate-data-volumes"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.DataVolume)
            context.Draft.Remove(CdiKeys.PrePopulated);
        else if (
            context.Id.Kind == Kinds.PersistentVolumeClaim
            && context.Graph.Find(context.Id.WithKind(Kinds.DataVolume)) is not null
        )
            context.Skip("CDI populates it from its DataVolume's source again.", SkipOutcome.MadeAnew);
    }
}
