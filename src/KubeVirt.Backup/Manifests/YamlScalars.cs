using System.Collections.Frozen;
using System.Text;
using KubeVirt.Backup.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>Types scalars as kubectl's reader does: YAML 1.1, with what its library makes of it.</summary>
internal static class YamlScalars
{
    private static readonly FrozenDictionary<string, YamlValue> Words = new[]
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

    public static YamlValue Resolve(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
            return scalar.Style == ScalarStyle.Plain
                ? Plain(scalar.Value)
                : new YamlValue(YamlType.String, scalar.Value);
        return Tagged(YamlTags.NameOf(scalar.Tag), scalar.Value);
    }

    /// <summary>What a text means that stands without quotes and without a tag.</summary>
    public static YamlValue Plain(string text)
    {
        if (Words.TryGetValue(text, out var word))
            return word;
        return text[0] is '+' or '-' or '.' or (>= '0' and <= '9') && YamlNumbers.TryRead(text, out var number)
            ? number
            : new YamlValue(YamlType.String, text);
    }

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
            _ => throw YamlTags.Unknown(tag),
        };

    private static YamlValue Expect(string tag, string text, params ReadOnlySpan<YamlType> types)
    {
        var value = Plain(text);
        return types.Contains(value.Type)
            ? value
            : throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                $"the value tagged !!{tag} is none. Remove the tag or mend the value."
            );
    }

    // What is not UTF-8 turns into replacement characters, as with kubectl.
    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        return !text.AsSpan().ContainsAny(' ', '\t') && Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "the value tagged !!binary is not base64. Remove the tag or mend the value."
            );
    }
}
