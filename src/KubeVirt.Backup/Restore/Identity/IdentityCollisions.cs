namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds guests that would have the same identity: a check of the finished result, before it is applied. Pure
/// functions.
/// </summary>
/// <example>
/// <code language="csharp">
/// RestoreResult checkedResult = result.WithIdentityCollisions();
/// foreach (IdentityCollision collision in IdentityCollisions.Find(result.Resources))
///     Console.WriteLine($"{collision.Severity}: {collision.Value} at {string.Join(", ", collision.Holders)}");
/// </code>
/// </example>
/// <remarks>
/// A live machine with the name of a restored one is taken for the one that is replaced, and a machine and its instance
/// for one guest. A MAC address must be unique on its network only; behind masquerade and passt no network sees it.
/// Source: KubeVirt api/core/v1 schema.go; kubemacpool, which refuses a MAC address twice in a cluster.
/// </remarks>
public static class IdentityCollisions
{
    /// <summary>Everything that more than one guest would have, ordered by field, value and network.</summary>
    /// <param name="restored">What will be applied, as in <see cref="RestoreResult.Resources"/>.</param>
    /// <param name="live">
    /// What the target holds: VirtualMachines and VirtualMachineInstances count, others are passed over. Default:
    /// nothing.
    /// </param>
    /// <returns>
    /// One for each value that several guests would have; of MAC addresses, for each network. None where all differ.
    /// </returns>
    public static IReadOnlyList<IdentityCollision> Find(
        IEnumerable<Resource> restored,
        IEnumerable<Resource>? live = null
    )
    {
        ArgumentNullException.ThrowIfNull(restored);
        var machines = restored.Where(resource => MachineSpec.PointerIn(resource.Id.Kind) is not null).ToList();
        var guests = machines.Select(resource => Guest(resource.Id)).ToHashSet();

        // A live machine of the same name is the one that is replaced.
        var others = (live ?? []).Where(resource => !guests.Contains(Guest(resource.Id)));
        var values = machines
            .SelectMany(resource => IdentityValue.In(resource, isLive: false))
            .Concat(others.SelectMany(resource => IdentityValue.In(resource, isLive: true)))
            .GroupBy(value => (value.Field, value.Value));

        return
        [
            .. values
                .SelectMany(Collisions)
                .OrderBy(found => found.Field, StringComparer.Ordinal)
                .ThenBy(found => found.Value, StringComparer.Ordinal)
                .ThenBy(found => found.Network, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The result with a finding for each restored object of each collision, by its id after the restore.
    /// </summary>
    /// <param name="result">The result of a pipeline.</param>
    /// <param name="live">What the target holds. Default: nothing.</param>
    /// <returns>A result of its own, with its objects as they were.</returns>
    public static RestoreResult WithIdentityCollisions(this RestoreResult result, IEnumerable<Resource>? live = null)
    {
        ArgumentNullException.ThrowIfNull(result);

        return result.WithFindings(Find(result.Resources, live).SelectMany(collision => collision.ToFindings()));
    }

    private static IEnumerable<IdentityCollision> Collisions(
        IGrouping<(string Field, string Value), IdentityValue> same
    )
    {
        var (field, value) = same.Key;
        if (field != IdentityCollision.MacAddresses)
            return Collision(field, value, null, same) is { } collision ? [collision] : [];

        var byNetwork = same.Where(address => address.Network is not null)
            .GroupBy(address => address.Network)
            .Select(group => Collision(field, value, group.Key, group))
            .OfType<IdentityCollision>()
            .ToList();

        return byNetwork.Count == 0 && Collision(field, value, null, same) is { } apart ? [apart] : byNetwork;
    }

    private static IdentityCollision? Collision(
        string field,
        string value,
        string? network,
        IEnumerable<IdentityValue> same
    )
    {
        // A machine and its instance say the same of one guest; two interfaces of one machine are two.
        var holders = same.DistinctBy(found => (Guest(found.Holder.Object), found.Interface))
            .Select(found => found.Holder)
            .OrderBy(holder => holder.Object)
            .ThenBy(holder => holder.Path, StringComparer.Ordinal)
            .ToList();
        var isShared = holders.Count > 1 || MachineSpec.IsOfMany(holders[0].Object.Kind);

        return isShared && holders.Exists(holder => !holder.IsLive)
            ? new IdentityCollision(field, value, network, holders)
            : null;
    }

    /// <summary>One id for a machine and its instance.</summary>
    private static ResourceId Guest(ResourceId id) =>
        id.Kind == Kinds.VirtualMachineInstance ? id.WithKind(Kinds.VirtualMachine) : id;
}
