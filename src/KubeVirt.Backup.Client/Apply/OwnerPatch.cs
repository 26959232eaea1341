using System.Buffers;
using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Writes ownerReferences as a merge patch.</summary>
internal static class OwnerPatch
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<OwnerToRestore> owners, Func<ResourceId, string> uid)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        writer.WriteStartArray("ownerReferences");
        foreach (var owner in owners)
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", owner.ApiVersion);
            writer.WriteString("kind", owner.Owner.Kind.Kind);
            writer.WriteString("name", owner.Owner.Name);
            writer.WriteString("uid", uid(owner.Owner));
            writer.WriteBoolean("controller", owner.IsController);
            writer.WriteBoolean("blockOwnerDeletion", owner.BlocksOwnerDeletion);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
