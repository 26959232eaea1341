using KubeVirt.Backup.Comparing;

namespace KubeVirt.Backup.Documents;

/// <summary>An object that two graphs have and that differs.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Replaced">Whether it has another UID, so that it is another object of that name.</param>
/// <param name="Fields">What differs. Values of a Secret are not in it.</param>
public sealed record DocumentDifference(ResourceId Resource, bool Replaced, IReadOnlyList<FieldDifference> Fields);
