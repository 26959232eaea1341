namespace KubeVirt.Backup.Planning;

/// <summary>A way that was preferred and not taken.</summary>
public sealed record RejectedWay
{
    /// <summary>The way.</summary>
    public required BackupWay Way { get; init; }

    /// <summary>Why, and what would make it possible, in short sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Whether it is known not to be possible; <see langword="false"/> where something that it depends on could not be read.
    /// </summary>
    public bool IsKnown { get; init; }

    /// <summary>The object that shows it; <see langword="null"/> where none does.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>JSON pointer into that object; <see langword="null"/> where it is about no one field.</summary>
    public string? Path { get; init; }

    /// <summary>The way and the reason in one line.</summary>
    public override string ToString() => $"not {WayRules.NameOf(Way)}: {Reason}";
}
