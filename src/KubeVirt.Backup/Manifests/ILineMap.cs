namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Finds the line of the input for an offset in the JSON. The two differ where the JSON was made from YAML.
/// </summary>
internal interface ILineMap
{
    /// <summary>The line, counted from 1. Fast where offsets are asked for in ascending order.</summary>
    int LineAt(int offset);
}
