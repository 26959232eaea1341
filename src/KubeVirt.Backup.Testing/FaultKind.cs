namespace KubeVirt.Backup.Testing;

/// <summary>What goes wrong on purpose.</summary>
public enum FaultKind
{
    /// <summary>An error instead of the effect: <see cref="Fault.Code"/>.</summary>
    Error,

    /// <summary>The connection breaks before the effect.</summary>
    ResetBefore,

    /// <summary>The effect takes place, and the connection breaks before the answer.</summary>
    ResetAfter,

    /// <summary>The effect takes place, half of the answer comes, then the connection breaks.</summary>
    ResetInBody,

    /// <summary>The effect takes place, and the answer comes after <see cref="Fault.Delay"/>.</summary>
    LateAnswer,

    /// <summary>The effect takes place after <see cref="Fault.Delay"/>, also where nobody waits for it any more.</summary>
    LateEffect,

    /// <summary>The answer comes in small pieces, each after <see cref="Fault.Delay"/>.</summary>
    SlowBody,

    /// <summary>The answer never ends.</summary>
    EndlessBody,

    /// <summary>The answer never ends, and comes as fast as it can be read.</summary>
    FloodBody,

    /// <summary>There is no effect, and no answer comes at all.</summary>
    Stall,

    /// <summary>The lists under way are forgotten, so that their next page is refused with 410.</summary>
    Compact,
}
