namespace KubeVirt.Backup.Rehearsal;

/// <summary>What becomes of a machine when a restore is played.</summary>
public enum MachineOutcome
{
    /// <summary>The model does not know.</summary>
    Unknown,

    /// <summary>It is there and does not run, as it asks.</summary>
    Stopped,

    /// <summary>It is started.</summary>
    Started,

    /// <summary>It is started on a volume that does not hold what was restored.</summary>
    StartedWithoutItsData,

    /// <summary>It waits until CDI has filled a volume of it from its source.</summary>
    WaitsForImport,

    /// <summary>It waits for something that nobody brings.</summary>
    Blocked,

    /// <summary>It is deleted by a controller.</summary>
    Collected,

    /// <summary>It was turned down.</summary>
    Refused,
}
