namespace KubeVirt.Backup.Resolvers;

/// <summary>That a field of the object has a value.</summary>
/// <param name="Path">Path of the field, without stars.</param>
/// <param name="Value">The text it must have; <see langword="null"/> for any at all.</param>
public sealed record FieldCondition(string Path, string? Value = null)
{
    /// <summary>Whether the field is a flag that must be true, and no text. Default: a text.</summary>
    public bool IsFlag { get; init; }

    /// <summary>That a flag is true.</summary>
    public static FieldCondition True(string path) => new(path) { IsFlag = true };
}
