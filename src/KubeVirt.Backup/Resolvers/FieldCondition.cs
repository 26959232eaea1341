namespace KubeVirt.Backup.Resolvers;

/// <summary>A condition on an object: that a field has a value, or a certain one.</summary>
/// <remarks>
/// Part of a <see cref="ReferenceRule"/>, for references that matter in some states of the object only.
/// </remarks>
/// <param name="Path">Path of the field, without stars.</param>
/// <param name="Value">The text it must have; <see langword="null"/> for any at all.</param>
public sealed record FieldCondition(string Path, string? Value = null)
{
    /// <summary>Whether the field is a flag that must be true, and no text. Default: a text.</summary>
    public bool IsFlag { get; init; }

    /// <summary>The condition that a flag is true.</summary>
    /// <param name="path">Path of the flag, without stars.</param>
    public static FieldCondition True(string path)
    {
        ArgumentNullException.ThrowIfNull(path);

        return new FieldCondition(path) { IsFlag = true };
    }
}
