using System.Collections.Frozen;
using System.Text.Json;
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

    /// <summary>One snapshot for each claim; claims that are not named are left alone.</summary>
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
        var refused = Refused(snapshots).Order(StringComparer.Ordinal).ToList();
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
        context.Draft.Set("/spec/dataSource", SourceOf(name));
        context.Draft.Set("/spec/dataSourceRef", SourceOf(name));

        var snapshot = new ResourceId(Kinds.VolumeSnapshot, context.Id.Namespace, name);
        if (context.Graph.FindResource(snapshot) is not { } found)
            return;

        Enlarge(context.Draft, found);
        if (found.At("/status/readyToUse") is not { ValueKind: JsonValueKind.True })
            ReportNotReady(context, snapshot);
    }

    /// <summary>What stands in both fields. A tree of its own at each call, as a node has one parent.</summary>
    private static JsonObject SourceOf(string snapshot) =>
        new()
        {
            ["apiGroup"] = Kinds.VolumeSnapshot.Group,
            ["kind"] = Kinds.VolumeSnapshot.Kind,
            ["name"] = snapshot,
        };

    /// <summary>Raises the request to the size that a volume of the snapshot has at least.</summary>
    private static void Enlarge(ResourceDraft draft, Resource snapshot)
    {
        const string Size = "/spec/resources/requests/storage";
        if (snapshot.StringAt("/status/restoreSize") is not { } restoreSize)
            return;
        if (Quantity.Bytes(restoreSize) is not { } least)
            return;

        var isEnough = Quantity.Bytes(draft.At(Size)) >= least;
        if (!isEnough)
            draft.Set(Size, restoreSize);
    }

    private static void ReportNotReady(RestoreContext context, ResourceId snapshot) =>
        context.Report(
            FindingIds.VolumeBroken,
            FindingSeverity.Error,
            "/spec/dataSourceRef",
            $"{snapshot} was not ready to use, so the claim stays Pending until it is. Take another snapshot."
        );

    private static IEnumerable<string> Refused(IReadOnlyDictionary<ResourceId, string> snapshots)
    {
        foreach (var (claim, snapshot) in snapshots)
        {
            if (claim.Kind != Kinds.PersistentVolumeClaim)
                yield return $"{claim} is no PersistentVolumeClaim";
            if (!DnsNames.IsSubdomain(snapshot))
                yield return $"'{snapshot}' for {claim} is no name";
        }
    }
}
