namespace KubeVirt.Backup.Json;

/// <summary>The JSON type that an API gives a field.</summary>
internal enum FieldType
{
    Text,
    Flag,
    Number,
}
