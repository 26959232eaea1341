namespace KubeVirt.Backup.Rehearsal;

/// <summary>How a DataVolume is filled.</summary>
internal enum DataVolumeWork
{
    /// <summary>From a URL, a registry, or with nothing.</summary>
    Import,

    /// <summary>By somebody who sends the data.</summary>
    Upload,

    /// <summary>From another claim or a snapshot.</summary>
    Clone,

    /// <summary>By a populator of others.</summary>
    Populate,
}
