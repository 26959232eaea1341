namespace KubeVirt.Backup.Comparing;

/// <summary>An object that only one of two graphs has: ours or KubeVirt's.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Reason">Why, in one sentence; <see langword="null"/> where no reason is known: worth a look.</param>
public sealed record ObjectGraphDifference(ResourceId Resource, string? Reason)
{
    /// <summary>One line: the object and the reason.</summary>
    public override string ToString() => Reason is null ? $"{Resource}: no reason is known" : $"{Resource}: {Reason}";
}
