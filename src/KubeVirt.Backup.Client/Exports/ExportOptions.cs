namespace KubeVirt.Backup.Client.Exports;

/// <summary>How long KubeVirt serves an export, and how it can be found again.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// For how long the export lives, counted from its creation. Default: <see langword="null"/>, KubeVirt's own 2
    /// hours. Choose more than the slowest download takes.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Labels by which it can be found again. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
