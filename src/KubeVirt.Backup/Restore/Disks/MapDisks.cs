using System.Collections.Frozen;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Puts other claims of the target in the place of disks: those of the backup are not restored, and machines use the others
/// directly. To be used after a preset.
/// </summary>
/// <remarks>
/// For a root disk from a golden image, or data that is restored by other means. A claim that another machine uses, too, is
/// replaced for each of them. DataVolume templates of these disks are removed. Source: KubeVirt pkg/storage/types/pvc.go.
/// </remarks>
public sealed class MapDisks : RestorePolicy
{
    private readonly FrozenDictionary<ResourceId, string> _claims;

    /// <summary>One claim for another; disks on others are left alone.</summary>
    /// <param name="claims">
    /// PersistentVolumeClaims, by their ids in the backup, and the names of claims in the same namespace of the target.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Others than claims are named, names are none that Kubernetes accepts, or one claim stands for several; the message
    /// lists all of them.
    /// </exception>
    public MapDisks(IReadOnlyDictionary<ResourceId, string> claims)
        : base("map-disks")
    {
        ArgumentNullException.ThrowIfNull(claims);
        var refused = Refused(claims).Order(StringComparer.Ordinal).ToList();
        if (refused.Count > 0)
            throw new ArgumentException($"The map of disks cannot be used: {string.Join("; ", refused)}.");

        _claims = claims.ToFrozenDictionary();
    }

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _claims.Keys;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["map-names", "map-references", "mark-claims-populated"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_claims.Count == 0)
            return;

        var isVolume = context.Id.Kind == Kinds.PersistentVolumeClaim || context.Id.Kind == Kinds.DataVolume;
        if (isVolume && _claims.TryGetValue(context.Id.WithKind(Kinds.PersistentVolumeClaim), out var other))
            context.Skip($"The claim {other} of the target stands in for it.", OutcomeOf(context));
        else if (DataHolder.IsMachine(context.Graph, context.Id))
            Use(context);
    }

    private void Use(RestoreContext context)
    {
        foreach (var disk in MachineDisks.Of(context.Graph, context.Id))
        {
            if (disk.Claim is { } claim && _claims.TryGetValue(claim, out var other))
                TargetClaim.Use(context, disk, other);
        }
    }

    /// <summary>What else names the claim, as a replica set, keeps its name and lacks it.</summary>
    private static SkipOutcome OutcomeOf(RestoreContext context)
    {
        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);
        var users = context.Graph.EdgesTo(claim).Where(edge => edge.Reference.HoldsData).Select(edge => edge.From);

        return users.All(user => DataHolder.MachineOf(context.Graph, user) is not null)
            ? SkipOutcome.NotNeeded
            : SkipOutcome.Lost;
    }

    private static IEnumerable<string> Refused(IReadOnlyDictionary<ResourceId, string> claims)
    {
        foreach (var (claim, other) in claims)
        {
            if (claim.Kind != Kinds.PersistentVolumeClaim)
                yield return $"{claim} is no PersistentVolumeClaim";
            if (!DnsNames.IsSubdomain(other))
                yield return $"'{other}' for {claim} is no name";
        }

        foreach (var same in claims.GroupBy(pair => (pair.Key.Namespace, pair.Value)).Where(same => same.Count() > 1))
            yield return $"{same.Key.Value} stands for {string.Join(" and ", same.Select(pair => pair.Key).Order())}";
    }
}
