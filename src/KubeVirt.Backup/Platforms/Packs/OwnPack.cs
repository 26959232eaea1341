namespace KubeVirt.Backup.Platforms;

/// <summary>What this library itself writes on objects.</summary>
internal static class OwnPack
{
    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("KubeVirt.Backup")
        {
            Keys =
            [
                new(
                    [],
                    "It marks which restore wrote the object, which says nothing of the next one.",
                    "KubeVirt.Backup.Client, Apply"
                )
                {
                    Annotations = ["kubevirt-backup/restore-id"],
                },
            ],
        };
}
