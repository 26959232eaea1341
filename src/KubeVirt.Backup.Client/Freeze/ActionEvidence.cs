namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What KubeVirt or the storage says of its own work, on which a verdict rests.</summary>
public sealed record ActionEvidence
{
    /// <summary>The object that did it, such as a VirtualMachineSnapshot, a VirtualMachineBackup or a VolumeGroupSnapshot.</summary>
    public required ResourceId Action { get; init; }

    /// <summary>The VirtualMachineSnapshotContent; <see langword="null"/> where there is none.</summary>
    public ResourceId? Content { get; init; }

    /// <summary>Its phase; empty where it has none.</summary>
    public string Phase { get; init; } = "";

    /// <summary>
    /// What it states, as it spells it: the indications of a snapshot, such as <c>GuestAgent</c>, or the conditions of a backup,
    /// such as <c>Quiesced=True (QuiesceSucceeded)</c>.
    /// </summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>When the data was taken, by the cluster's clock; <see langword="null"/> where it does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Whether everything is the same, the states one by one.</summary>
    public bool Equals(ActionEvidence? other) =>
        other is not null
        && Action == other.Action
        && Content == other.Content
        && Phase == other.Phase
        && CreationTime == other.CreationTime
        && States.SequenceEqual(other.States);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Action, Content, Phase, CreationTime, States.Count);
}
