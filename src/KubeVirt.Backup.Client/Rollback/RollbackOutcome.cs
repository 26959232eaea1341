namespace KubeVirt.Backup.Client.Rollback;

/// <summary>What became of a rollback.</summary>
public enum RollbackOutcome
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>It was not begun: the machine is as it was.</summary>
    Refused,

    /// <summary>The machine is on its new state, and has its run state back.</summary>
    Completed,

    /// <summary>The machine is on its old state, and has its run state back.</summary>
    Undone,

    /// <summary>The machine is held: it starts on neither state until the rollback goes on or is undone.</summary>
    Held,
}
