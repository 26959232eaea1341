using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Writes and reads one verdict within another document, as <see cref="FreezeVerdicts"/> does.</summary>
internal sealed class FreezeVerdictConverter : JsonConverter<FreezeVerdict>
{
    /// <inheritdoc/>
    public override FreezeVerdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var verdict = JsonDocument.ParseValue(ref reader);
        try
        {
            return FreezeVerdictReader.ReadOne(verdict.RootElement);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FreezeVerdict value, JsonSerializerOptions options) =>
        FreezeVerdicts.Write(writer, value);
}
