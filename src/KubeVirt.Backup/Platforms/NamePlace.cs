namespace KubeVirt.Backup.Platforms;

/// <summary>How a name stands at the place that a <see cref="NameTextRule"/> gives.</summary>
public enum NamePlace
{
    /// <summary>The text at the path is the name, whole.</summary>
    Text,

    /// <summary>The text at the path is JSON, and the name is any of the texts in it, whole.</summary>
    Json,

    /// <summary>The path leads to an object, as that of annotations, in which members are named after it.</summary>
    Keys,
}
