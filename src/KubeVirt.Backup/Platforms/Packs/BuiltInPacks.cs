namespace KubeVirt.Backup.Platforms;

/// <summary>
/// The packs that the library brings: the platforms that know most about an object come first, and Kubernetes itself
/// comes last.
/// </summary>
internal static class BuiltInPacks
{
    /// <summary>All of them, in the order in which their rules are tried.</summary>
    public static IReadOnlyList<PlatformPack> All { get; } =
    [
        KubeVirtPack.Pack,
        CdiPack.Pack,
        CsiPack.Pack,
        OvnKubernetesPack.Pack,
        NetworksPack.Pack,
        OpenShiftPack.Pack,
        HarvesterPack.Pack,
        GitOpsPack.Pack,
        VeleroPack.Pack,
        ForkliftPack.Pack,
        OwnPack.Pack,
        KubernetesPack.Pack,
    ];
}
