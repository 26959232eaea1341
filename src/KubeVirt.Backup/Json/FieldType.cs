namespace KubeVirt.Backup.Json;

/// <summary>The JSON type that an API gives a field. A null is accepted for each of them.</summary>
internal enum FieldType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A number.</summary>
    Number,
}
