namespace KubeVirt.Backup.Fuzzing;

/// <summary>The targets of both packages.</summary>
internal static class AllTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } = [.. PureTargets.All, .. ClientTargets.All];

    public static FuzzTarget Named(string name) =>
        All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"There is no target {name}. 'list' names them.");
}
