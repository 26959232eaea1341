namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A label whose value is the name of a namespace, wherever a selector asks for it. A restore with a map of namespaces
/// rewrites what selectors ask for.
/// </summary>
/// <param name="Label">The key of the label.</param>
/// <param name="Source">The upstream file or document that says who writes it.</param>
public sealed record NamespaceLabelRule(string Label, string Source);
