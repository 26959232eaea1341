using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeVirt.Backup;

/// <summary>Writes and reads ids in their text form, as values and as names of members.</summary>
public sealed class ResourceIdJsonConverter : JsonConverter<ResourceId>
{
    /// <inheritdoc/>
    public override ResourceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ResourceId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override ResourceId ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, ResourceId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }

    private static ResourceId Parse(string? text) =>
        ResourceId.TryParse(text, out var id)
            ? id
            : throw new JsonException("It is no id of an object, such as VirtualMachine.kubevirt.io/shop/db.");
}
