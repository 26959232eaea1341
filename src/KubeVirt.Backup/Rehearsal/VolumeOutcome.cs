namespace KubeVirt.Backup.Rehearsal;

/// <summary>What becomes of a volume when a restore is played.</summary>
public enum VolumeOutcome
{
    /// <summary>The model does not know.</summary>
    Unknown,

    /// <summary>The restored claim is there as it was restored, and no DataVolume looks after it.</summary>
    Kept,

    /// <summary>A DataVolume owns the restored claim, with its data.</summary>
    Adopted,

    /// <summary>The restored claim is there and is bound once a pod uses it.</summary>
    WaitsForConsumer,

    /// <summary>CDI made the claim and fills it from its source; nothing was restored.</summary>
    FilledAnew,

    /// <summary>The restored claim is filled over by CDI.</summary>
    Overwritten,

    /// <summary>The restored claim is deleted by a controller. Another one of its name may be there.</summary>
    Collected,

    /// <summary>The restored claim has lost its volume.</summary>
    Lost,

    /// <summary>The claim waits for something that nobody brings.</summary>
    Pending,

    /// <summary>The claim was turned down. Another one of its name may be there.</summary>
    Refused,
}
