namespace KubeVirt.Backup.Client.Freeze;

/// <summary>A freeze was refused for certain: the guest will not freeze later, as it may when no answer came.</summary>
public sealed class FreezeRefusedException : IOException
{
    /// <summary>Without a message.</summary>
    public FreezeRefusedException() { }

    /// <summary>With what was refused and what to do.</summary>
    public FreezeRefusedException(string message)
        : base(message) { }

    /// <summary>With what was refused, what to do, and the cause.</summary>
    public FreezeRefusedException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>
    /// Whether the freeze was refused before the guest was asked: then one thaw will do, and it may fail. Default: no,
    /// it may have stopped halfway, and the guest is thawed until that works.
    /// </summary>
    public bool IsBeforeFreeze { get; init; }
}
