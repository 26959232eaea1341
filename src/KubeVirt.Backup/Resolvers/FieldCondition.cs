namespace KubeVirt.Backup.Resolvers;

/// <summary>That a field of the object has a value.</summary>
/// <param name="Path">Path of the field, without stars.</param>
/// <param name="Value">The value it must have; <see langword="null"/> for any at all.</param>
public sealed record FieldCondition(string Path, string? Value = null);
