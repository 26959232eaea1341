namespace KubeVirt.Backup.Fuzzing;

/// <summary>The targets in the package that has no network.</summary>
internal static class PureTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new IdTarget(),
        new SelectorTarget(),
        new ParameterTarget(),
        new PatchTarget(),
        new YamlTarget(),
        new JsonTarget(),
        new JsonLinesTarget(),
        new ArchiveTarget(),
        new DocumentTarget(),
        new ResolverTarget(),
        new WholeTarget(),
    ];
}
