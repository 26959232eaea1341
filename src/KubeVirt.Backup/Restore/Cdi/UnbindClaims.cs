namespace KubeVirt.Backup.Restore;

/// <summary>
/// Takes a bound claim off its volume and off what it was populated from, so that it binds to whatever holds the
/// restored data.
/// </summary>
/// <remarks>
/// Whoever restores the data decides how the claim finds it: by a volume that is made for it, or by
/// <see cref="RestoreFromSnapshots"/>.
/// /// Source: KubeVirt pkg/storage/snapshot/restore.go. A claim with the name of a lost volume stays Pending or goes
/// Lost; one with a populator's dataSourceRef is populated again. A claim that was never populated keeps its data
/// source.
/// </remarks>
public sealed class UnbindClaims() : RestorePolicy("unbind-claims")
{
    private static readonly string[] Fields =
    [
        "/spec/volumeName",
        "/spec/selector",
        "/spec/dataSource",
        "/spec/dataSourceRef",
    ];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.PersistentVolumeClaim)
            return;
        if (!IsPopulated(context))
            return;

        foreach (var field in Fields)
            context.Draft.Remove(field);
    }

    /// <summary>Whether the claim had been populated, by any of the signs that the platform leaves.</summary>
    private static bool IsPopulated(RestoreContext context) =>
        context.Original.StringAt("/status/phase") == "Bound"
        || context.Original.StringAt("/spec/volumeName") is not null
        || context.Original.At(CdiKeys.BindCompleted) is not null
        || context.Original.StringAt(CdiKeys.PodPhase) == "Succeeded"
        // Marked as populated a claim must not be populated again, whatever else it says.
        || context.Draft.At(CdiKeys.PopulatedFor) is not null;
}
