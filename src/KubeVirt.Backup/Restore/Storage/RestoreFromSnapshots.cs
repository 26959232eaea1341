using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Lets the storage make claims from VolumeSnapshots, which must be in the claim's namespace of the target. A claim is
/// never smaller than its snapshot, where that is in the backup. To be used after a preset, which takes other data
/// sources off.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/snapshot/restore.go; Kubernetes core/v1: <c>dataSource</c> and <c>dataSourceRef</c> say
/// the same. For CDI the claim stays populated.
/// </remarks>
public sealed class RestoreFromSnapshots : RestorePolicy
{
    private readonly FrozenDictionary<ResourceId, string> _snapshots;

    /// <summary>Restores.</summary>
    /// <param name="snapshots">
    /// PersistentVolumeClaims, by their ids in the backup, and the names of VolumeSnapshots in the target.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Others than claims are named, or names are none that Kubernetes accepts; the message lists all of them.
    /// </exception>
    public RestoreFromSnapshots(IReadOnlyDictionary<ResourceId, string> snapshots)
        : base("restore-from-snapshots")
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var refused = snapshots
            .Keys.Where(id => id.Kind != Kinds.PersistentVolumeClaim)
            .Select(id => $"{id} is no PersistentVolumeClaim")
            .Concat(
                snapshots
                    .Where(pair => !DnsNames.IsSubdomain(pair.Value))
                    .Select(pair => $"'{pair.Value}' for {pair.Key} is no name")
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        if (refused.Count > 0)
            throw new ArgumentException($"The map of snapshots cannot be used: {string.Join("; ", refused)}.");
        _snapshots = snapshots.ToFrozenDictionary();
    }

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _snapshots.Keys;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_snapshots.TryGetValue(context.Id, out var name))
            return;
        // It is to be bound to a new volume, not to the one it had.
        context.Draft.Remove("/spec/volumeName");
        context.Draft.Remove("/spec/selector");
        foreach (var field in (ReadOnlySpan<string>)["/spec/dataSource", "/spec/dataSourceRef"])
            context.Draft.Set(
                field,
                new JsonObject
                {
                    ["apiGroup"] = Kinds.VolumeSnapshot.Group,
                    ["kind"] = Kinds.VolumeSnapshot.Kind,
                    ["name"] = name,
                }
            );
        Enlarge(context, new ResourceId(Kinds.VolumeSnapshot, context.Id.Namespace, name));
    }

    private static void Enlarge(RestoreContext context, ResourceId snapshot)
    {
        const string Size = "/spec/resources/requests/storage";
        if (context.Graph.FindResource(snapshot) is not { } found)
            return;
        if (
            found.StringAt("/status/restoreSize") is { } restoreSize
            && Quantity.Bytes(restoreSize) is { } least
            && !(Quantity.Bytes(context.Draft.At(Size)) >= least)
        )
            context.Draft.Set(Size, restoreSize);
        if (found.At("/status/readyToUse") is not { ValueKind: System.Text.Json.JsonValueKind.True })
            context.Report(
                FindingIds.VolumeBroken,
                FindingSeverity.Error,
                "/spec/dataSourceRef",
                $"{snapshot} was not ready to use, so the claim stays Pending until it is. Take another snapshot."
            );
    }
}
