using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Policies that belong together, under one name. Each is a pipeline, and so a policy that others can contain.
/// </summary>
public static class RestorePresets
{
    /// <summary>
    /// The five rules of KubeVirt's backup and restore guide: DataVolumes and claims marked as populated, owned
    /// instances and launcher pods left out, MAC addresses and serials cleared; with the clean-up they need to be
    /// accepted by an API server.
    /// </summary>
    public static RestorePolicy Guide { get; } =
        Common(RestorePolicy.CreateBuilder()).ClearMacAddresses().ClearFirmwareSerial().SetRunStrategy().Build("guide");

    /// <summary>
    /// The same machines again: in place of the lost ones or in another cluster, with the identity they had.
    /// </summary>
    public static RestorePolicy Preserve { get; } =
        Common(RestorePolicy.CreateBuilder()).KeepLegacyUuid().SetRunStrategy().Build("preserve");

    /// <summary>Copies beside the originals: with MAC addresses, UUIDs and serials of their own.</summary>
    public static RestorePolicy Unique { get; } =
        Common(RestorePolicy.CreateBuilder())
            .ClearMacAddresses()
            .ClearFirmwareSerial()
            .NewFirmwareUuid()
            .SetRunStrategy()
            .Build("unique");

    /// <summary>In place of lost machines in the same cluster: as <see cref="Preserve"/>.</summary>
    public static RestorePolicy InPlace { get; } = RestorePolicy.CreateBuilder().Add(Preserve).Build("in-place");

    /// <summary>
    /// Beside the running originals, under other names or in another namespace: as <see cref="Unique"/>, and without
    /// the fixed addresses that the originals have.
    /// </summary>
    public static RestorePolicy CopyBeside { get; } =
        RestorePolicy
            .CreateBuilder()
            .Add(Unique.Replace(new SharedBelongings(refuse: true)))
            .ClearStaticAddresses()
            .Build("copy-beside");

    /// <summary>
    /// In another cluster: as <see cref="Preserve"/>, with everything held until <see cref="ReleaseRunState"/>, so that
    /// no machine starts before all data is there.
    /// </summary>
    public static RestorePolicy DisasterRecovery { get; } =
        RestorePolicy.CreateBuilder().Add(Preserve).HoldRunState().Build("disaster-recovery");

    private static RestorePolicyBuilder Common(RestorePolicyBuilder builder) =>
        builder
            .SkipOwnedInstances()
            .SkipClass(ObjectClass.Runtime)
            .SkipClass(ObjectClass.Action)
            .SkipClass(ObjectClass.Environment)
            .SkipUnfinishedClaims()
            .StripServerFields()
            .PinRevisions()
            .ConvertRevisions()
            .StripOwners()
            .StripFinalizers()
            .StripRuntimeMetadata()
            .StripVeleroMarks()
            .PrePopulateDataVolumes()
            .MarkClaimsPopulated()
            .UnbindClaims()
            .KeepVolumeSizes()
            .PausePools()
            .WarnOfRenames()
            .SharedBelongings()
            .MapNames()
            .RefuseHalfMappedNetworks()
            .ReturnMigratedVolumes()
            // Last: it moves the volumes behind the dropped one, and references are found by their place.
            .DropTransientVolumes();
}
