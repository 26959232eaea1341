namespace KubeVirt.Backup.Fuzzing;

/// <summary>The targets in the package of the client.</summary>
internal static class ClientTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } = [new KubeconfigTarget(), new VerdictTarget()];
}
