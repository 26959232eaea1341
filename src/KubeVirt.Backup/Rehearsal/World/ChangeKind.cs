namespace KubeVirt.Backup.Rehearsal;

/// <summary>What happened to an object.</summary>
internal enum ChangeKind
{
    /// <summary>It was created.</summary>
    Added,

    /// <summary>Its content is another.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Deleted,
}
