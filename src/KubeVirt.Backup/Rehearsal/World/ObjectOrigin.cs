namespace KubeVirt.Backup.Rehearsal;

/// <summary>Who brought an object into the modelled cluster.</summary>
internal enum ObjectOrigin
{
    /// <summary>A step of the restore.</summary>
    Applied,

    /// <summary>It was in the target before the first step.</summary>
    Existing,

    /// <summary>A controller made it.</summary>
    Controller,
}
