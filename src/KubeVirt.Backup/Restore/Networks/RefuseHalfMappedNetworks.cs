namespace KubeVirt.Backup.Restore;

/// <summary>
/// Skips, as an error, a guest of which some networks are mapped, moved or dropped and others, which the backup does
/// not hold, are not: an entry of the map was forgotten, and the guest would wait for a network of the old cluster. A
/// network that is to keep its name is mapped to itself. It looks at the result, and so may stand anywhere in a
/// pipeline.
/// </summary>
/// <remarks>
/// A guest without any mapped network is left as it is: there the target is expected to have the networks, which the
/// graph reports.
/// </remarks>
public sealed class RefuseHalfMappedNetworks() : RestorePolicy("refuse-half-mapped-networks")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context) => ArgumentNullException.ThrowIfNull(context);

    /// <inheritdoc/>
    public override void Check(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        var networks = NetworkDraft.Attached(context, spec);
        if (networks.Count == 0)
            return;

        var places = NetworkDraft.Networks(context, spec);
        var onMultus = context.Draft.Find(spec + "/networks/*/multus").ToHashSet(StringComparer.Ordinal);
        var unmapped = networks
            .Where(network => places.TryGetValue(network.Name, out var place) && onMultus.Contains(place + "/multus"))
            .Where(network => !context.Names.IsSubstituted(network.Attachment))
            .ToList();
        // What the backup holds is restored, under whatever name.
        var forgotten = unmapped.Where(network => context.Graph.FindResource(network.Attachment) is null).ToList();
        if (forgotten.Count == 0 || unmapped.Count == networks.Count)
            return;

        var names = forgotten.Select(network => $"'{network.Name}' on {network.Attachment}");
        NetworkDraft.Refuse(
            context,
            places[forgotten[0].Name],
            $"Some of the guest's networks are mapped, but not {string.Join(", ", names)}."
        );
    }
}
