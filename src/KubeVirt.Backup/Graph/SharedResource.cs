namespace KubeVirt.Backup.Graph;

/// <summary>An object that several roots use.</summary>
/// <param name="Resource">The object; it may be missing.</param>
/// <param name="Users">The roots that reach it, ordered by id; no more than were asked for.</param>
/// <param name="HasMore">Whether further roots use it.</param>
public sealed record SharedResource(ResourceId Resource, IReadOnlyList<ResourceId> Users, bool HasMore)
{
    private const int Shown = 3;

    /// <summary>One line: the object, its first users, how many more there are.</summary>
    public override string ToString() => $"{Resource}: {string.Join(", ", Users.Take(Shown))}{Rest}";

    private string Rest =>
        (Users.Count > Shown, HasMore) switch
        {
            (false, false) => "",
            (false, true) => " and others",
            (true, false) => $" and {Users.Count - Shown} more",
            (true, true) => $" and more than {Users.Count - Shown} more",
        };
}
