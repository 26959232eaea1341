namespace KubeVirt.Backup.Rehearsal;

/// <summary>What a step of a rehearsal does.</summary>
public enum RehearsalAction
{
    /// <summary>Creates an object.</summary>
    Apply,

    /// <summary>Changes an object by a JSON merge patch (RFC 7396).</summary>
    Patch,

    /// <summary>Deletes an object.</summary>
    Delete,

    /// <summary>Waits until the controllers have nothing left to do.</summary>
    Wait,

    /// <summary>Makes a machine instance run, as a node would.</summary>
    Run,
}
