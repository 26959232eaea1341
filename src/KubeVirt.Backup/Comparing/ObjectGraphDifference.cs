namespace KubeVirt.Backup.Comparing;

/// <summary>An object that only one of two graphs has: this library's or KubeVirt's.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Reason">
/// Why the other graph lacks it, in one sentence; <see langword="null"/> where no reason is known. Such an object
/// should be looked at.
/// </param>
public sealed record ObjectGraphDifference(ResourceId Resource, string? Reason)
{
    /// <summary>One line: the object and the reason.</summary>
    public override string ToString() => Reason is null ? $"{Resource}: no reason is known" : $"{Resource}: {Reason}";
}
