namespace KubeVirt.Backup.Client.Apply;

/// <summary>What became of one object.</summary>
public enum ApplyOutcome
{
    /// <summary>
    /// It was not tried, since something in a set before failed, what it needs did not become ready, or the server was
    /// lost.
    /// </summary>
    NotReached,

    /// <summary>The restore created it.</summary>
    Created,

    /// <summary>An earlier run of the same restore created it, by its <see cref="ApplyJournal"/>.</summary>
    Resumed,

    /// <summary>It was there and was left as it is.</summary>
    Kept,

    /// <summary>It was there and takes the place of the restored one.</summary>
    Adopted,

    /// <summary>It was there and got the restored fields.</summary>
    Updated,

    /// <summary>In a dry run: the server would create it.</summary>
    WouldCreate,

    /// <summary>
    /// In a dry run: it cannot be checked without effects, as the restore itself creates its namespace.
    /// </summary>
    NotChecked,

    /// <summary>The server refused it or gave no answer; a finding says why.</summary>
    Failed,
}
