namespace KubeVirt.Backup.Client;

/// <summary>Annotations by which CDI leaves a claim alone.</summary>
/// <remarks>Source: CDI pkg/controller/datavolume/controller-base.go.</remarks>
internal static class CdiMarks
{
    /// <summary>Of a DataVolume.</summary>
    public const string PrePopulated = "cdi.kubevirt.io/storage.prePopulated";

    /// <summary>Of a claim: the name of its DataVolume.</summary>
    public const string PopulatedFor = "cdi.kubevirt.io/storage.populatedFor";
}
