namespace KubeVirt.Backup.Graph;

/// <summary>An object that several roots use, such as a secret of two machines.</summary>
/// <param name="Resource">The object; it can be missing.</param>
/// <param name="Users">The roots that use it, ordered by id, up to the number that was asked for.</param>
/// <param name="HasMore">Whether further roots use it.</param>
public sealed record SharedResource(ResourceId Resource, IReadOnlyList<ResourceId> Users, bool HasMore)
{
    private const int MaxShown = 3;

    /// <summary>One line: the object, its first users, how many more there are.</summary>
    public override string ToString() => $"{Resource}: {string.Join(", ", Users.Take(MaxShown))}{Rest()}";

    /// <summary>How many users are not shown, as far as that is known.</summary>
    private string Rest()
    {
        var hidden = Users.Count - MaxShown;
        if (hidden <= 0)
            return HasMore ? " and others" : "";

        return HasMore ? $" and more than {hidden} more" : $" and {hidden} more";
    }
}
