using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Pipelines for the usual restores. Each is a policy that others can contain.
/// </summary>
/// <remarks>
/// All of them remove what an API server would refuse or a controller would misread, keep the data of volumes from
/// being populated again, follow a <see cref="NameMap"/>, and skip what controllers create anew. They differ in what
/// becomes of the identity of a guest and of its run state. docs/reference/policies.md lists their steps.
/// </remarks>
/// <example>
/// <code language="csharp">
/// RestoreResult copy = RestorePresets.Unique.Apply(graph, NameMap.Empty, cancellationToken);
/// // A preset with one step replaced by a step of the same name.
/// RestorePolicy halted = RestorePresets.Preserve.Replace(new SetRunStrategy("Halted"));
/// </code>
/// </example>
public static class RestorePresets
{
    /// <summary>
    /// The five rules of KubeVirt's backup and restore guide: DataVolumes and claims marked as populated, owned
    /// instances and launcher pods left out, MAC addresses and serials cleared; with the clean-up they need to be
    /// accepted by an API server.
    /// </summary>
    /// <remarks>
    /// Source: KubeVirt docs/backup-restore-integration.md. The guide leaves the firmware UUID alone, so that a machine
    /// without one gets another: <see cref="Preserve"/> keeps it.
    /// </remarks>
    public static RestorePolicy Guide { get; } =
        Common(RestorePolicy.CreateBuilder()).ClearMacAddresses().ClearFirmwareSerial().SetRunStrategy().Build("guide");

    /// <summary>
    /// The same machines again: in place of the lost ones or in another cluster, with the identity they had.
    /// </summary>
    /// <remarks>
    /// MAC addresses, UUIDs and serials stay: the originals must not run beside the restored machines.
    /// </remarks>
    public static RestorePolicy Preserve { get; } =
        Common(RestorePolicy.CreateBuilder()).KeepLegacyUuid().SetRunStrategy().Build("preserve");

    /// <summary>Copies beside the originals: with MAC addresses, UUIDs and serials of their own.</summary>
    /// <remarks>
    /// UUIDs follow from the new names; MAC addresses and serials are given by the target. What a guest ties to its old
    /// identity is reported, such as the state of a TPM.
    /// </remarks>
    public static RestorePolicy Unique { get; } =
        Common(RestorePolicy.CreateBuilder())
            .ClearMacAddresses()
            .ClearFirmwareSerial()
            .NewFirmwareUuid()
            .WarnOfAddresses()
            .SetRunStrategy()
            .Build("unique");

    /// <summary>In place of lost machines in the same cluster: as <see cref="Preserve"/>.</summary>
    public static RestorePolicy InPlace { get; } = RestorePolicy.CreateBuilder().Add(Preserve).Build("in-place");

    /// <summary>
    /// Beside the running originals, under other names or in another namespace: as <see cref="Unique"/>, and without
    /// the fixed addresses that the originals have.
    /// </summary>
    /// <remarks>
    /// A machine that would use the volumes of its original is skipped as an error; add the names of
    /// <see cref="CopyNames.For"/> to the map. One that the Services, budgets and policies of its original would choose as
    /// well is an error, too; change its labels by a patch.
    /// </remarks>
    public static RestorePolicy CopyBeside { get; } =
        RestorePolicy
            .CreateBuilder()
            .Add(Unique.Replace(new SharedBelongings(refuse: true)).Replace(new WarnOfSelectedCopies(isError: true)))
            .ClearStaticAddresses()
            .Build("copy-beside");

    /// <summary>
    /// In another cluster: as <see cref="Preserve"/>, with everything held until <see cref="ReleaseRunState"/>, so that
    /// no machine starts before all data is there.
    /// </summary>
    public static RestorePolicy DisasterRecovery { get; } =
        RestorePolicy.CreateBuilder().Add(Preserve).HoldRunState().Build("disaster-recovery");

    /// <summary>All of them, in the order in which they stand here.</summary>
    public static IReadOnlyList<RestorePolicy> All { get; } =
    [Guide, Preserve, Unique, InPlace, CopyBeside, DisasterRecovery];

    private static RestorePolicyBuilder Common(RestorePolicyBuilder builder) =>
        builder
            .SkipOwnedInstances()
            .SkipClass(ObjectClass.Runtime)
            .SkipClass(ObjectClass.Action)
            .SkipClass(ObjectClass.Environment)
            .SkipUnfinishedClaims()
            .StripServerFields()
            .DropAssignedFields()
            .ConvertVersions()
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
            .UnlabelDisks()
            .PausePools()
            .WarnOfRenames()
            .WarnOfSelectedCopies()
            .SharedBelongings()
            .MapNames()
            .RefuseHalfMappedNetworks()
            .ReturnMigratedVolumes()
            // Last: it moves the volumes behind the dropped one, and references are found by their place.
            .DropTransientVolumes();
}
