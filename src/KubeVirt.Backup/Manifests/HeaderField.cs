namespace KubeVirt.Backup.Manifests;

/// <summary>The fields the scanner looks at; all others are passed over.</summary>
internal enum HeaderField
{
    Other,
    ApiVersion,
    Kind,
    Metadata,
    Name,
    Namespace,
    ManagedFields,
    OtherMetadata,
    Items,
}
