namespace KubeVirt.Backup.Planning;

/// <summary>Where CDI's annotations stand that decide over the data of a volume.</summary>
/// <remarks>Source: CDI pkg/controller/common/util.go.</remarks>
internal static class CdiKeys
{
    public const string PopulatedFor = Prefix + "storage.populatedFor";
    public const string PrePopulated = Prefix + "storage.prePopulated";
    public const string AllowClaimAdoption = Prefix + "allowClaimAdoption";
    public const string CheckStaticVolume = Prefix + "storage.checkStaticVolume";
    public const string PodPhase = Prefix + "storage.pod.phase";
    public const string BindCompleted = "/metadata/annotations/pv.kubernetes.io~1bind-completed";

    private const string Prefix = "/metadata/annotations/cdi.kubevirt.io~1";

    /// <summary>
    /// Each makes CDI populate a claim, whoever owns it, until <see cref="PodPhase"/> says that it is done.
    /// </summary>
    public static readonly string[] Instructions =
    [
        Prefix + "storage.import.endpoint",
        Prefix + "storage.import.source",
        Prefix + "storage.upload.target",
    ];
}
