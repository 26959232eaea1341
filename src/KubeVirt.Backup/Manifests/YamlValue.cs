namespace KubeVirt.Backup.Manifests;

/// <summary>The type of a YAML scalar.</summary>
internal enum YamlType
{
    String,
    Null,
    Boolean,
    Integer,
    Float,

    /// <summary>Infinity or not a number. A key can be one, a value cannot.</summary>
    NotFinite,
}

/// <summary>A YAML scalar whose type is known.</summary>
/// <param name="Type">The type.</param>
/// <param name="Text">The content of a string, and JSON's spelling of everything else.</param>
internal readonly record struct YamlValue(YamlType Type, string Text)
{
    /// <summary>Appends the scalar as JSON.</summary>
    /// <exception cref="YamlRefusedException">The number is infinite or not a number.</exception>
    public void AppendTo(Utf8Buffer json)
    {
        switch (Type)
        {
            case YamlType.String:
                json.AppendString(Text);
                break;
            case YamlType.NotFinite:
                throw new YamlRefusedException(
                    Findings.FindingIds.UnreadableManifest,
                    $"{Text} is a number that JSON does not have. Put it in quotes if text is meant."
                );
            default:
                json.Append(Text);
                break;
        }
    }
}
