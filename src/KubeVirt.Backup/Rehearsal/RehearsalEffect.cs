namespace KubeVirt.Backup.Rehearsal;

/// <summary>What kind of thing happens in a rehearsal.</summary>
public enum RehearsalEffect
{
    /// <summary>The state of an object changed, and nothing is lost by it.</summary>
    Progress,

    /// <summary>The API server or a webhook turns an object down.</summary>
    Refused,

    /// <summary>A DataVolume adopts a claim with its data.</summary>
    Adopted,

    /// <summary>A claim is filled from a source; what it held is lost.</summary>
    Filled,

    /// <summary>An object is deleted by a controller.</summary>
    Collected,

    /// <summary>A claim is bound to a volume.</summary>
    Bound,

    /// <summary>A claim has lost its volume.</summary>
    Lost,

    /// <summary>An object waits for something that no step and no controller brings.</summary>
    Stuck,

    /// <summary>A machine is started.</summary>
    Started,

    /// <summary>A controller makes an object that is no part of the restore.</summary>
    Made,
}
