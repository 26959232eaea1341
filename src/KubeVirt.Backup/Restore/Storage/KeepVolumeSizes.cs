using System.Numerics;
using System.Text.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Lets a claim ask for as much as its volume had, where that was more than it had asked for: storage rounds up, and
/// the data of the larger volume does not fit the smaller one.
/// </summary>
/// <remarks>
/// A claim whose capacity is not in the backup, or is no more than it asks for, keeps its request and the spelling of
/// it.
/// Source: KubeVirt pkg/storage/snapshot/restore.go, which restores with the larger of request and capacity. Quantities
/// are compared, not texts.
/// </remarks>
public sealed class KeepVolumeSizes() : RestorePolicy("keep-volume-sizes")
{
    private const string Requested = "/spec/resources/requests/storage";
    private const string Limit = "/spec/resources/limits/storage";
    private const string Capacity = "/status/capacity/storage";

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.PersistentVolumeClaim)
            return;
        if (context.Original.At(Capacity) is not { ValueKind: JsonValueKind.String } written)
            return;

        var capacity = written.GetString()!;
        if (Quantity.Bytes(capacity) is not { } size)
            return;

        Raise(context, Requested, capacity, size, isWanted: true);
        // A limit below the request would be refused.
        Raise(context, Limit, capacity, size, isWanted: false);
    }

    /// <summary>Raises a field to the size of the volume, where it is less.</summary>
    /// <param name="context">The claim.</param>
    /// <param name="field">The pointer to the field.</param>
    /// <param name="capacity">The size as it is written.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="isWanted">Whether the field is added where it is absent.</param>
    private static void Raise(RestoreContext context, string field, string capacity, BigInteger size, bool isWanted)
    {
        var written = context.Draft.At(field);
        if (written is null && !isWanted)
            return;

        if (written is null || (Quantity.Bytes(written) is { } asked && asked < size))
            context.Draft.Set(field, capacity);
    }
}
