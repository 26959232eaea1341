namespace KubeVirt.Backup.Planning;

/// <summary>Converts the text form of label selectors, so that they bind from configuration and settings.</summary>
internal sealed class LabelSelectorConverter() : TextConverter<LabelSelector>(LabelSelector.Parse);
