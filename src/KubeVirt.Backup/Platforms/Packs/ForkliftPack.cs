using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of Forklift, which brings machines from other platforms.</summary>
internal static class ForkliftPack
{
    private const string Api = "forklift pkg/apis/forklift/v1beta1";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("Forklift")
        {
            Classes =
            [
                new(ObjectClass.Action, "It is an action: created again it would run again.", Api)
                {
                    Kinds = Of("Migration.forklift.konveyor.io"),
                },
                new(ObjectClass.Runtime, "Forklift made it for one migration.", Api)
                {
                    Kinds = Of(
                        "OvirtVolumePopulator.forklift.konveyor.io OpenstackVolumePopulator.forklift.konveyor.io",
                        "VSphereXcopyVolumePopulator.forklift.konveyor.io",
                        "OvirtVolumePopulator.forklift.cdi.kubevirt.io OpenstackVolumePopulator.forklift.cdi.kubevirt.io"
                    ),
                },
            ],
        };
}
