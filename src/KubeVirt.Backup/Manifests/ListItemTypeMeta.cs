using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Gives items of a typed list the apiVersion and kind that they leave out. A VirtualMachineList states them once for
/// all its items.
/// </summary>
internal static class ListItemTypeMeta
{
    /// <summary>Fills in what an item lacks, and notes that it came from the list.</summary>
    public static void FillFrom(ScannedObject list, ScannedObject item)
    {
        if (item.Kind is null && list.ItemKind is not null)
        {
            item.Kind = list.ItemKind;
            item.IsKindFromList = true;
        }

        // An item with a kind of its own is not one of the list's kind, so the list's apiVersion need not be its own.
        if (item.ApiVersion is null && list.ApiVersion is not null && item.IsKindFromList)
        {
            item.ApiVersion = list.ApiVersion;
            item.IsApiVersionFromList = true;
        }
    }

    /// <summary>The item's own bytes where it lacks nothing, else a copy that begins with what it lacks.</summary>
    public static ReadOnlyMemory<byte> AddTo(ScannedObject item, ReadOnlyMemory<byte> json)
    {
        if (!item.HasTypeMetaFromList)
            return json;

        var front = new StringBuilder("{");
        if (item.IsApiVersionFromList)
            front.Append("\"apiVersion\":\"").Append(JsonEncodedText.Encode(item.ApiVersion!)).Append("\",");
        if (item.IsKindFromList)
            front.Append("\"kind\":\"").Append(JsonEncodedText.Encode(item.Kind!)).Append("\",");

        byte[] withTypeMeta = [.. Encoding.UTF8.GetBytes(front.ToString()), .. json.Span[1..]];
        return withTypeMeta;
    }
}
