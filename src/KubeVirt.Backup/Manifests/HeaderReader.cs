using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Picks apiVersion, kind, metadata.name, metadata.namespace and items out of the tokens of an object.
/// </summary>
internal static class HeaderReader
{
    public const string HalfSurrogate =
        "a \\u escape is half of a surrogate pair, which is no character. Mend the text.";

    public static void OnKey(ScannedObject current, ref LeapReader reader)
    {
        var level = reader.Tokens.CurrentDepth - current.Depth;
        if (level == 1)
        {
            current.Field = TopField(ref reader.Tokens);
            current.Outline.Add(ref reader);
        }
        else if (level == 2 && InMetadata(current.Field))
        {
            current.Field = MetadataField(ref reader.Tokens);
            current.Outline.AddToMetadata(ref reader);
        }
    }

    public static void OnStart(ScannedObject current, ref LeapReader reader, bool isObject)
    {
        var level = reader.Tokens.CurrentDepth - current.Depth;
        var expected =
            level == 1
            && current.Field switch
            {
                HeaderField.Metadata => isObject,
                HeaderField.Items => !isObject,
                _ => false,
            };
        if (level == 1 && current.Field == HeaderField.Items && !isObject)
            current.HasItems = true;
        if (
            expected
            || level > 2
            || (level == 2 && (!InMetadata(current.Field) || current.Field == HeaderField.ManagedFields))
        )
            return;
        if (Name(current.Field, level) is { } name)
            current.Refuse(
                FindingIds.NotAResource,
                reader.TokenStart,
                $"{name} is not {(name == "metadata" ? "an object" : "a string")}. Mend it."
            );
        current.Field = level == 1 ? HeaderField.Other : HeaderField.OtherMetadata;
    }

    public static void OnScalar(ScannedObject current, ref LeapReader leaps, TextPool texts)
    {
        ref var reader = ref leaps.Tokens;
        var isString = reader.TokenType == JsonTokenType.String;
        if (isString && !IsText(ref reader))
        {
            current.Refuse(FindingIds.UnreadableManifest, leaps.TokenStart, HalfSurrogate);
            return;
        }

        var level = reader.CurrentDepth - current.Depth;
        if (level == 1 && current.Field == HeaderField.Items)
            current.HasItems |= reader.TokenType == JsonTokenType.Null;
        else if (Name(current.Field, level) is not { } name)
            return;
        else if (
            current.Field is HeaderField.ApiVersion or HeaderField.Kind
            && (reader.TokenType == JsonTokenType.Null || (isString && reader.ValueSpan.IsEmpty))
        )
            current.Refuse(
                FindingIds.NotAResource,
                leaps.TokenStart,
                $"{name} is missing: its value is empty. Fill it in, or leave this out."
            );
        else if (isString && current.Field != HeaderField.Metadata)
            Set(current, ref reader, texts);
        else if (reader.TokenType != JsonTokenType.Null)
            current.Refuse(
                FindingIds.NotAResource,
                leaps.TokenStart,
                $"{name} is not {(name == "metadata" ? "an object" : "a string")}. Mend it."
            );
    }

    /// <summary>
    /// Whether a key or string can be decoded: JSON's grammar lets half a surrogate pair pass, and nothing after it
    /// does.
    /// </summary>
    public static bool IsText(ref Utf8JsonReader reader)
    {
        if (
            !reader.ValueIsEscaped || (reader.ValueSpan.IndexOf("\\ud"u8) < 0 && reader.ValueSpan.IndexOf("\\uD"u8) < 0)
        )
            return true;
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Set(ScannedObject current, ref Utf8JsonReader reader, TextPool texts)
    {
        if (reader.ValueSpan.IsEmpty)
            return;
        switch (current.Field)
        {
            case HeaderField.ApiVersion:
                current.ApiVersion = texts.Get(ref reader);
                break;
            case HeaderField.Kind:
                current.Kind = texts.Get(ref reader);
                break;
            case HeaderField.Namespace:
                current.Namespace = texts.Get(ref reader);
                break;
            case HeaderField.Name:
                current.Name = reader.GetString();
                break;
        }
    }

    private static HeaderField TopField(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("apiVersion"u8) ? HeaderField.ApiVersion
        : reader.ValueTextEquals("kind"u8) ? HeaderField.Kind
        : reader.ValueTextEquals("metadata"u8) ? HeaderField.Metadata
        : reader.ValueTextEquals("items"u8) ? HeaderField.Items
        : HeaderField.Other;

    private static HeaderField MetadataField(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("name"u8) ? HeaderField.Name
        : reader.ValueTextEquals("namespace"u8) ? HeaderField.Namespace
        : reader.ValueTextEquals("managedFields"u8) ? HeaderField.ManagedFields
        : HeaderField.OtherMetadata;

    private static bool InMetadata(HeaderField field) =>
        field
            is HeaderField.Metadata
                or HeaderField.Name
                or HeaderField.Namespace
                or HeaderField.ManagedFields
                or HeaderField.OtherMetadata;

    private static string? Name(HeaderField field, int level) =>
        (field, level) switch
        {
            (HeaderField.ApiVersion, 1) => "apiVersion",
            (HeaderField.Kind, 1) => "kind",
            (HeaderField.Metadata, 1) => "metadata",
            (HeaderField.Name, 2) => "metadata.name",
            (HeaderField.Namespace, 2) => "metadata.namespace",
            _ => null,
        };
}
