using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The PersistentVolumeClaim that keeps a guest's TPM state, EFI variables and changed-block bitmaps.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/backend-storage/backend-storage.go, pkg/tpm/tpm.go, pkg/storage/cbt/cbt.go. It is found
/// by its label; up to KubeVirt 1.3 it had none and was known by its name. A preference can ask for it where the spec
/// shows nothing, so it is looked for in any case.
/// </remarks>
internal sealed class BackendStorage(string specAt)
{
    /// <summary>The label by which KubeVirt finds the claim of a machine.</summary>
    public const string Label = "persistent-state-for";

    private const string TrackingState = "/status/changedBlockTracking/state";
    private const string Uid = "/metadata/uid";

    private readonly string _tpm = specAt + "/domain/devices/tpm/persistent";
    private readonly string _tpmEnabled = specAt + "/domain/devices/tpm/enabled";
    private readonly string _efi = specAt + "/domain/firmware/bootloader/efi/persistent";

    public static IEnumerable<string> Texts => [TrackingState, Uid];

    public IEnumerable<string> Flags => [_tpm, _tpmEnabled, _efi];

    public void Resolve(ResourceFields fields, ReferenceCollector references)
    {
        var id = fields.Resource.Id;
        var cause = Cause(fields);
        // A manifest that no API server has seen has no state yet.
        var requirement =
            cause is null ? Requirement.WhenPresent
            : fields.Text(Uid) is null ? Requirement.Optional
            : Requirement.Required;
        references.Add(
            Of(id, cause ?? "/metadata/name", requirement, "persistent state: TPM, EFI variables, changed blocks")
        );
    }

    /// <summary>The reference of a machine or guest to the claim with its state.</summary>
    public static Reference Of(ResourceId machine, string path, Requirement requirement, string why)
    {
        var target = ReferenceTarget.Labelled(
            Kinds.PersistentVolumeClaim,
            machine.Namespace,
            Label,
            machine.Name,
            $"{Label}-{machine.Name}"
        );
        return Reference.Derived(target, path, Relation.Needs, requirement, why) with { HoldsData = true };
    }

    /// <summary>Whether a machine or guest finds the claim with its state by this edge.</summary>
    public static bool IsState(ResourceEdge edge) => edge.Reference.Target.LabelKey == Label;

    private string? Cause(ResourceFields fields)
    {
        if (fields.IsTrue(_tpm) && !fields.IsFalse(_tpmEnabled))
            return _tpm;
        if (fields.IsTrue(_efi))
            return _efi;
        return fields.Text(TrackingState) is "Initializing" or "Enabled" ? TrackingState : null;
    }
}
