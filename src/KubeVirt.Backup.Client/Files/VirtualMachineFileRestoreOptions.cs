namespace KubeVirt.Backup.Client.Files;

/// <summary>What is restored into a guest, and how.</summary>
public sealed record VirtualMachineFileRestoreOptions
{
    /// <summary>
    /// The file or folder to restore, as the guest of the backup named it. Default: <see langword="null"/>, the volume is
    /// attached and mounted alone, so that files can be picked by hand, until the object is deleted.
    /// </summary>
    public string? SourcePath { get; init; }

    /// <summary>Labels by which it can be found again. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
