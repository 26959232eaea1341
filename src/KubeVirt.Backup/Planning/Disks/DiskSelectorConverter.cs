namespace KubeVirt.Backup.Planning;

/// <summary>Converts the text form of selectors, so that they bind from configuration and settings.</summary>
internal sealed class DiskSelectorConverter() : TextConverter<DiskSelector>(DiskSelector.Parse);
