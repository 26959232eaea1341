namespace KubeVirt.Backup.Rollback;

/// <summary>What a step of a rollback does.</summary>
public enum RollbackStepKind
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>The machine is stopped and held: nothing starts it until the end.</summary>
    Hold,

    /// <summary>A claim or a DataVolume is created for the data of the archive.</summary>
    Create,

    /// <summary>A claim or a DataVolume is marked, so that CDI does not fill it.</summary>
    Mark,

    /// <summary>Data of the archive is written to a claim.</summary>
    Fill,

    /// <summary>The machine gets its new volumes and definition, in one write.</summary>
    Switch,

    /// <summary>Claims are looked at, and whatever the product checks.</summary>
    Verify,

    /// <summary>The machine gets its run state back.</summary>
    Start,
}
