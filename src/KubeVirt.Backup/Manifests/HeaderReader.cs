using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Picks apiVersion, kind, metadata.name, metadata.namespace and items out of the tokens of an object, and refuses the
/// object where one of them has the wrong type. Level 1 is a member of the object, level 2 one of its metadata.
/// </summary>
internal static class HeaderReader
{
    /// <summary>The problem of a text that cannot be decoded.</summary>
    public const string HalfSurrogate =
        "a \\u escape is half of a surrogate pair, which is no character. Correct the text.";

    /// <summary>Notes which field comes next.</summary>
    public static void OnKey(ScannedObject current, ref SkippingReader reader)
    {
        var level = reader.Tokens.CurrentDepth - current.Depth;
        if (level == 1)
        {
            current.Field = TopField(ref reader.Tokens);
            current.Members.Add(ref reader);
        }
        else if (level == 2 && IsInMetadata(current.Field))
        {
            current.Field = MetadataField(ref reader.Tokens);
            current.Members.AddToMetadata(ref reader);
        }
    }

    /// <summary>Checks that an object or a list may begin here.</summary>
    public static void OnStart(ScannedObject current, ref SkippingReader reader, bool isObject)
    {
        var level = reader.Tokens.CurrentDepth - current.Depth;
        if (level == 1 && current.Field == HeaderField.Items && !isObject)
            current.HasItems = true;

        if (IsExpected(current.Field, level, isObject))
            return;

        if (NameOf(current.Field, level) is { } name)
            RefuseType(current, name, reader.TokenStart);
        current.Field = level == 1 ? HeaderField.Other : HeaderField.OtherMetadata;
    }

    /// <summary>Takes the value of a field, or refuses the object where it has the wrong type.</summary>
    public static void OnScalar(ScannedObject current, ref SkippingReader reader, TextPool texts)
    {
        ref var tokens = ref reader.Tokens;
        var isString = tokens.TokenType == JsonTokenType.String;
        var isNull = tokens.TokenType == JsonTokenType.Null;
        if (isString && !JsonTexts.IsWhole(ref tokens))
        {
            current.Refuse(FindingIds.UnreadableManifest, reader.TokenStart, HalfSurrogate);
            return;
        }

        var level = tokens.CurrentDepth - current.Depth;
        if (level == 1 && current.Field == HeaderField.Items)
        {
            current.HasItems |= isNull;
            return;
        }

        if (NameOf(current.Field, level) is not { } name)
            return;

        var isEmpty = isNull || (isString && tokens.ValueSpan.IsEmpty);
        if (isEmpty && current.Field is HeaderField.ApiVersion or HeaderField.Kind)
        {
            var problem = $"{name} is missing: its value is empty. Fill it in, or remove the object.";
            current.Refuse(FindingIds.NotAResource, reader.TokenStart, problem);
        }
        else if (isString && current.Field != HeaderField.Metadata)
        {
            Set(current, ref tokens, texts);
        }
        else if (!isNull)
        {
            RefuseType(current, name, reader.TokenStart, HintAt(tokens.TokenType));
        }
    }

    /// <summary>What a writer of YAML may not know about a value that he meant as a text.</summary>
    /// <remarks>Source: YAML 1.1, https://yaml.org/type/bool.html, by which kubectl reads.</remarks>
    private static string HintAt(JsonTokenType token) =>
        token switch
        {
            JsonTokenType.True or JsonTokenType.False =>
                " In YAML y, n, yes, no, on, off, true and false are no texts unless they stand in quotes.",
            JsonTokenType.Number => " In YAML digits are a number unless they stand in quotes.",
            _ => "",
        };

    /// <summary>
    /// Whether the object or list stays inside its field: it is metadata or items themselves, or stands in a field that
    /// is not looked at.
    /// </summary>
    private static bool IsExpected(HeaderField field, int level, bool isObject)
    {
        if (level > 2)
            return true;
        if (level == 2)
            return !IsInMetadata(field) || field == HeaderField.ManagedFields;
        if (level < 1)
            return false;

        return field switch
        {
            HeaderField.Metadata => isObject,
            HeaderField.Items => !isObject,
            _ => false,
        };
    }

    /// <summary>Refuses an object because one of its fields has the wrong type.</summary>
    private static void RefuseType(ScannedObject current, string name, int at, string hint = "")
    {
        var expected = name == "metadata" ? "an object" : "a string";
        current.Refuse(FindingIds.NotAResource, at, $"{name} is not {expected}.{hint} Correct it.");
    }

    /// <summary>Takes the value of a field. An empty one counts as absent.</summary>
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
                // Names differ from object to object, so a pool of them would only grow.
                current.Name = reader.GetString();
                break;
        }
    }

    private static HeaderField TopField(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("apiVersion"u8))
            return HeaderField.ApiVersion;
        if (reader.ValueTextEquals("kind"u8))
            return HeaderField.Kind;
        if (reader.ValueTextEquals("metadata"u8))
            return HeaderField.Metadata;

        return reader.ValueTextEquals("items"u8) ? HeaderField.Items : HeaderField.Other;
    }

    private static HeaderField MetadataField(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("name"u8))
            return HeaderField.Name;
        if (reader.ValueTextEquals("namespace"u8))
            return HeaderField.Namespace;

        return reader.ValueTextEquals("managedFields"u8) ? HeaderField.ManagedFields : HeaderField.OtherMetadata;
    }

    /// <summary>Whether the field is metadata or one of its members.</summary>
    private static bool IsInMetadata(HeaderField field) =>
        field
            is HeaderField.Metadata
                or HeaderField.Name
                or HeaderField.Namespace
                or HeaderField.ManagedFields
                or HeaderField.OtherMetadata;

    /// <summary>
    /// The name of a field as messages write it; <see langword="null"/> where the value at this level is not that of a
    /// field whose type is checked.
    /// </summary>
    private static string? NameOf(HeaderField field, int level) =>
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
