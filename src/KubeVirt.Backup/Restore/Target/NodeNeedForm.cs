namespace KubeVirt.Backup.Restore;

/// <summary>How a field says what a node must have.</summary>
internal enum NodeNeedForm
{
    /// <summary>The text itself is what is asked for.</summary>
    Text,

    /// <summary>A member of a map: its name and its value.</summary>
    Member,

    /// <summary>A member whose name alone counts.</summary>
    MemberName,

    /// <summary>A resource of a node, but for those that every node has.</summary>
    ResourceName,

    /// <summary>A key, an operator and values.</summary>
    Expression,

    /// <summary>A feature of a processor with a policy; one that may be absent is none.</summary>
    Feature,

    /// <summary>A flag that is true.</summary>
    Flag,

    /// <summary>Anything at all.</summary>
    Presence,
}
