using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Items of a typed list, such as a VirtualMachineList, may leave out apiVersion and kind: the list says them for all.
/// </summary>
internal static class ListStamp
{
    public static void Lend(ScannedObject list, ScannedObject item)
    {
        if (item.Kind is null && list.ItemKind is not null)
        {
            item.Kind = list.ItemKind;
            item.StampKind = true;
        }

        if (item.ApiVersion is null && list.ApiVersion is not null && item.StampKind)
        {
            item.ApiVersion = list.ApiVersion;
            item.StampApiVersion = true;
        }
    }

    /// <summary>The item's own bytes where it lacks nothing, else a copy with what it lacks in front.</summary>
    public static ReadOnlyMemory<byte> Apply(ScannedObject item, ReadOnlyMemory<byte> json)
    {
        if (!item.IsStamped)
            return json;
        var front = new StringBuilder("{");
        if (item.StampApiVersion)
            front.Append("\"apiVersion\":\"").Append(JsonEncodedText.Encode(item.ApiVersion!)).Append("\",");
        if (item.StampKind)
            front.Append("\"kind\":\"").Append(JsonEncodedText.Encode(item.Kind!)).Append("\",");
        return (byte[])[.. Encoding.UTF8.GetBytes(front.ToString()), .. json.Span[1..]];
    }
}
