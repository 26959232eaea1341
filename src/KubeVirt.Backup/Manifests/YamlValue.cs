namespace KubeVirt.Backup.Manifests;

/// <summary>What a YAML scalar means.</summary>
internal enum YamlType
{
    String,
    Null,
    Boolean,
    Integer,
    Float,

    /// <summary>Infinity or not a number: a key can be one, a value cannot.</summary>
    NotFinite,
}

/// <summary>A scalar's type and its text: JSON's spelling, or a string's content.</summary>
internal readonly record struct YamlValue(YamlType Type, string Text)
{
    public void AppendTo(Utf8Buffer json)
    {
        if (Type == YamlType.String)
            json.AppendString(Text);
        else if (Type == YamlType.NotFinite)
            throw new YamlRefusedException(
                Findings.FindingIds.UnreadableManifest,
                $"{Text} is a number JSON cannot say. Put it in quotes if text is meant."
            );
        else
            json.Append(Text);
    }
}
