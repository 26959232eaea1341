namespace KubeVirt.Backup.Planning;

/// <summary>What a backup does for the data of a disk.</summary>
public enum DiskProtection
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>Its claim is among the volumes of the plan: a snapshot of it is taken.</summary>
    Protected,

    /// <summary>It was left out on purpose, by a choice or by a mark.</summary>
    LeftOut,

    /// <summary>Its claim is in the plan, and KubeVirt states that it takes no snapshot of it.</summary>
    NotSnapshottable,

    /// <summary>Its claim holds no complete data: it is not bound, has lost its volume, or CDI still fills it.</summary>
    NoData,

    /// <summary>Its claim is not in the plan: it was not found, not read, or a selection leaves it out.</summary>
    Absent,

    /// <summary>Its data lies in a file of a node, where no snapshot reaches it.</summary>
    OnNode,

    /// <summary>
    /// It holds nothing of its own that lasts: it comes from an image, from other objects of the plan, or is empty at every
    /// start.
    /// </summary>
    MadeAnew,
}
