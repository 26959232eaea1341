using System.Collections.Frozen;
using System.Text;
using KubeVirt.Backup.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Finds the type of a scalar as kubectl's reader does: by YAML 1.1, with the deviations of its library.
/// </summary>
/// <remarks>Source: sigs.k8s.io/yaml, goyaml.v2/resolve.go.</remarks>
internal static class YamlScalars
{
    private static readonly FrozenDictionary<string, YamlValue> Keywords = new[]
    {
        (Text: "y Y yes Yes YES true True TRUE on On ON", Value: new YamlValue(YamlType.Boolean, "true")),
        (Text: "n N no No NO false False FALSE off Off OFF", Value: new YamlValue(YamlType.Boolean, "false")),
        (Text: "~ null Null NULL", Value: new YamlValue(YamlType.Null, "null")),
        (Text: ".nan .NaN .NAN", Value: new YamlValue(YamlType.NotFinite, ".nan")),
        (Text: ".inf .Inf .INF +.inf +.Inf +.INF", Value: new YamlValue(YamlType.NotFinite, ".inf")),
        (Text: "-.inf -.Inf -.INF", Value: new YamlValue(YamlType.NotFinite, "-.inf")),
    }
        .SelectMany(line => line.Text.Split(' ').Select(word => (word, line.Value)))
        .Append(("", new YamlValue(YamlType.Null, "null")))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The type and value of a scalar, by its tag, or else by its quotes and its text.</summary>
    /// <exception cref="YamlRefusedException">The tag is unknown, or the value does not fit it.</exception>
    public static YamlValue Resolve(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty)
            return Tagged(YamlTags.NameOf(scalar.Tag), scalar.Value);

        return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : new YamlValue(YamlType.String, scalar.Value);
    }

    /// <summary>The type and value of a text without quotes and without a tag.</summary>
    public static YamlValue Plain(string text)
    {
        if (Keywords.TryGetValue(text, out var keyword))
            return keyword;

        var mayBeNumber = text[0] is '+' or '-' or '.' or (>= '0' and <= '9');
        if (mayBeNumber && YamlNumbers.TryRead(text, out var number))
            return number;

        return new YamlValue(YamlType.String, text);
    }

    /// <summary>The value of a scalar with a tag of the YAML standard.</summary>
    private static YamlValue Tagged(string tag, string text) =>
        tag switch
        {
            "str" or "merge" => new YamlValue(YamlType.String, text),
            "binary" => new YamlValue(YamlType.String, Decode(text)),
            "null" => Expect(tag, text, YamlType.Null),
            "bool" => Expect(tag, text, YamlType.Boolean),
            "int" => Expect(tag, text, YamlType.Integer),
            "float" => YamlNumbers.IsHuge(text)
                ? new YamlValue(YamlType.Float, text)
                : Expect(tag, text, YamlType.Float, YamlType.Integer, YamlType.NotFinite),
            _ => throw YamlTags.Unknown(),
        };

    /// <summary>The value of a text that must have one of some types without its tag.</summary>
    private static YamlValue Expect(string tag, string text, params ReadOnlySpan<YamlType> types)
    {
        var value = Plain(text);

        return types.Contains(value.Type)
            ? value
            : throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                $"the value does not fit its tag !!{tag}. Remove the tag, or correct the value."
            );
    }

    /// <summary>The text of base64. JSON has no binary values, so kubectl reads it as text.</summary>
    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        // .NET skips blanks in base64, and kubectl does not.
        var hasBlank = text.AsSpan().ContainsAny(' ', '\t');

        // What is not UTF-8 turns into replacement characters, as with kubectl.
        return !hasBlank && Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "the value with the tag !!binary is not base64. Remove the tag, or correct the value."
            );
    }
}
