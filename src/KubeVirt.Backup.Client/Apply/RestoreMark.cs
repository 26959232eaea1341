using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// The annotation that a restore puts on what it creates, by which it knows its own objects again. A field manager and
/// an equal spec do not tell: an earlier restore has the same, and a webhook may have changed the spec.
/// </summary>
/// <param name="Content">Stands for the content of the restore: the same for the same objects.</param>
/// <param name="Run">
/// Stands for the restore itself: the same again with the same journal, and another one for each run without a journal.
/// </param>
/// <remarks>A restore of a backup removes the annotation, see the core's strip-runtime-metadata.</remarks>
internal sealed record RestoreMark(string Content, string Run)
{
    /// <summary>The annotation's key.</summary>
    public const string AnnotationKey = "kubevirt-backup/restore-id";

    private const string Annotation = "/metadata/annotations/kubevirt-backup~1restore-id";
    private const int IdBytes = 8;

    private string Value => $"{Content}.{Run}";

    /// <summary>The mark of a restore.</summary>
    /// <param name="restore">The restore, as it was handed in.</param>
    /// <param name="journal">Its journal; <see langword="null"/> where there is none.</param>
    public static RestoreMark Of(RestoreResult restore, ApplyJournal? journal)
    {
        var content = ApplyJournal.Fingerprint(restore)[..(2 * IdBytes)];
        return new RestoreMark(content, journal?.RestoreId ?? NewRun());
    }

    /// <summary>An id that no other restore has.</summary>
    public static string NewRun() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>Whether this very restore created an object.</summary>
    public bool IsOn(Resource found) => found.StringAt(Annotation) == Value;

    /// <summary>
    /// Whether a restore of the same content created an object: this one, or one before it without a journal.
    /// </summary>
    public bool IsOfSameContent(Resource found) =>
        found.StringAt(Annotation) is { } value && value.StartsWith($"{Content}.", StringComparison.Ordinal);

    /// <summary>The JSON of an object with the annotation. Every other value keeps its bytes.</summary>
    public ReadOnlyMemory<byte> PutOn(Resource resource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in resource.At("")!.Value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (member.Name == "metadata")
                    WriteMetadata(writer, member.Value);
                else
                    WriteRaw(writer, member.Value);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject();
        foreach (var member in metadata.EnumerateObject().Where(member => member.Name != "annotations"))
        {
            writer.WritePropertyName(member.Name);
            WriteRaw(writer, member.Value);
        }

        writer.WriteStartObject("annotations");
        if (metadata.TryGetProperty("annotations", out var others) && others.ValueKind == JsonValueKind.Object)
        {
            foreach (var other in others.EnumerateObject().Where(other => other.Name != AnnotationKey))
            {
                writer.WritePropertyName(other.Name);
                WriteRaw(writer, other.Value);
            }
        }

        writer.WriteString(AnnotationKey, Value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // What was read is valid JSON, and may be nested deeper than a writer likes.
    private static void WriteRaw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
}
