namespace KubeVirt.Backup;

/// <summary>Converts the text form of ids, so that they bind from configuration and settings.</summary>
internal sealed class ResourceIdConverter() : TextConverter<ResourceId>(ResourceId.Parse);
