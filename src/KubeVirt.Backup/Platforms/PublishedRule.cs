namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A place at which an object says under which address or host name it is reached. Two objects of one cluster, or of one
/// network, cannot have the same, so that a copy beside its original is reported.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">Where it stands: a JSON pointer whose <c>*</c> stands for every item of a list.</param>
/// <param name="Source">The upstream file or document that says so.</param>
public sealed record PublishedRule(GroupKind Kind, string Path, string Source);
