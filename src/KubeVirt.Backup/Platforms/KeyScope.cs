namespace KubeVirt.Backup.Platforms;

/// <summary>When a restore leaves labels and annotations out.</summary>
public enum KeyScope
{
    /// <summary>Always: they mean nothing in a restored object, or do harm.</summary>
    Always,

    /// <summary>Where the object gets another name or namespace, so that it is a copy beside its original.</summary>
    Copies,

    /// <summary>
    /// Where the object, something that it refers to, or something that this refers to gets another name, so that a text
    /// with the old names would be wrong.
    /// </summary>
    NameChanges,
}
