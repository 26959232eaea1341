namespace KubeVirt.Backup.Manifests;

/// <summary>The field of an object whose value the scanner is reading.</summary>
internal enum HeaderField
{
    /// <summary>A field of the object that the scanner does not look at.</summary>
    Other,
    ApiVersion,
    Kind,
    Metadata,

    /// <summary><c>metadata.name</c>.</summary>
    Name,

    /// <summary><c>metadata.namespace</c>.</summary>
    Namespace,

    /// <summary><c>metadata.managedFields</c>.</summary>
    ManagedFields,

    /// <summary>A field of metadata that the scanner does not look at.</summary>
    OtherMetadata,

    /// <summary>The items of a list.</summary>
    Items,
}
