namespace KubeVirt.Backup;

/// <summary>Where CDI's annotations stand that decide over the data of a volume.</summary>
/// <remarks>As JSON pointers. Source: CDI pkg/controller/common/util.go.</remarks>
internal static class CdiKeys
{
    /// <summary>On a claim: the name of the DataVolume that may adopt it.</summary>
    public const string PopulatedFor = Prefix + "storage.populatedFor";

    /// <summary>On a DataVolume: it waits for its claim and imports nothing.</summary>
    public const string PrePopulated = Prefix + "storage.prePopulated";

    /// <summary>On a DataVolume: it may adopt any claim of its name.</summary>
    public const string AllowClaimAdoption = Prefix + "allowClaimAdoption";

    /// <summary>On a DataVolume: it takes a volume that was bound to its claim beforehand.</summary>
    public const string CheckStaticVolume = Prefix + "storage.checkStaticVolume";

    /// <summary>On a claim: the phase of the pod that fills it; with <c>Succeeded</c> CDI is done with it.</summary>
    public const string PodPhase = Prefix + "storage.pod.phase";

    /// <summary>On a claim: what it is imported from; <c>none</c> makes an empty disk without an address.</summary>
    public const string ImportSource = Prefix + "storage.import.source";

    /// <summary>On a claim: which claim it is cloned from, until <see cref="CloneOf"/> is there.</summary>
    public const string CloneRequest = "/metadata/annotations/k8s.io~1CloneRequest";

    /// <summary>On a claim: it was cloned.</summary>
    public const string CloneOf = "/metadata/annotations/k8s.io~1CloneOf";

    /// <summary>On a claim, by Kubernetes: it was bound.</summary>
    public const string BindCompleted = "/metadata/annotations/pv.kubernetes.io~1bind-completed";

    private const string Prefix = "/metadata/annotations/cdi.kubevirt.io~1";

    /// <summary>
    /// Each makes CDI populate a claim, whoever owns it, until <see cref="PodPhase"/> says that it is done.
    /// </summary>
    public static readonly string[] Instructions =
    [
        Prefix + "storage.import.endpoint",
        Prefix + "storage.upload.target",
    ];
}
