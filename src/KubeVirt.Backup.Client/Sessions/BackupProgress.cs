namespace KubeVirt.Backup.Client.Sessions;

/// <summary>How far a backup is: what a product shows while it waits.</summary>
public sealed record BackupProgress
{
    /// <summary>The step that runs.</summary>
    public required BackupStep Step { get; init; }

    /// <summary>
    /// What was done last, such as a guest that was frozen or a claim whose snapshot was taken; <see langword="null"/> at
    /// the begin of a step.
    /// </summary>
    public ResourceId? Resource { get; init; }

    /// <summary>How many of <see cref="Total"/> are done.</summary>
    public int Done { get; init; }

    /// <summary>How many guests, claims or objects the step is about; 0 where that is not known.</summary>
    public int Total { get; init; }

    /// <summary>How many bytes were moved so far; <see langword="null"/> where none are.</summary>
    public long? Bytes { get; init; }

    /// <summary>One line.</summary>
    public override string ToString()
    {
        var what = Resource is { } id ? $" {id}" : "";
        var count = Total > 0 ? $" {Done}/{Total}" : "";
        var bytes = Bytes is { } moved ? $", {moved} bytes" : "";

        return $"{Step}{count}{what}{bytes}";
    }
}
