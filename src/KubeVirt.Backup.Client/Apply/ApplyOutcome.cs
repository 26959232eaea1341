namespace KubeVirt.Backup.Client.Apply;

/// <summary>What became of one object.</summary>
public enum ApplyOutcome
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>An earlier run of the same restore created it.</summary>
    Resumed,

    /// <summary>It was there and was left as it is.</summary>
    Kept,

    /// <summary>It was there and takes the place of the restored one.</summary>
    Adopted,

    /// <summary>It was there and got the restored fields.</summary>
    Updated,

    /// <summary>The server would create it.</summary>
    WouldCreate,

    /// <summary>It cannot be checked without effects: its namespace is only made by the restore.</summary>
    NotChecked,

    /// <summary>The server refused it or gave no answer; a finding says why.</summary>
    Failed,

    /// <summary>It was not tried, since something in a set before failed, or the server was lost.</summary>
    NotReached,
}
