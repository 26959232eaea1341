namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A label that a tool sets to the UID of a claim while it saves an object, after it kept what a user had there in an
/// annotation. A restore gives that back.
/// </summary>
/// <param name="Kind">The kind of the objects: claims, or snapshots of claims.</param>
/// <param name="Label">The key of the label.</param>
/// <param name="SavedAs">The key of the annotation with the value that was there before.</param>
/// <param name="Source">The upstream file that says so.</param>
public sealed record SavedLabelRule(GroupKind Kind, string Label, string SavedAs, string Source);
