namespace KubeVirt.Backup.Manifests;

/// <summary>Tells at which line of the input something stands that was found at an offset of the JSON.</summary>
internal interface ILineMap
{
    /// <summary>Line, counted from 1.</summary>
    int LineAt(int offset);
}
