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

    /// <summary>The further string fields that <see cref="Resolve"/> reads.</summary>
    public static IEnumerable<string> Texts => [TrackingState, Uid];

    /// <summary>The further boolean fields that it reads.</summary>
    public IEnumerable<string> Flags => [_tpm, _tpmEnabled, _efi];

    /// <summary>Adds the reference to the claim, required where the spec or the status asks for state.</summary>
    public void Resolve(ResourceFields fields, ReferenceCollector references)
    {
        var id = fields.Resource.Id;
        var cause = Cause(fields);
        // A manifest that no API server has seen has no state yet.
        var requirement = fields.Text(Uid) is null ? Requirement.Optional : Requirement.Required;
        if (cause is null)
            requirement = Requirement.WhenPresent;

        references.Add(
            Of(id, cause ?? "/metadata/name", requirement, "persistent state: TPM, EFI variables, changed blocks")
        );
    }

    /// <summary>The reference of a machine or guest to the claim with its state.</summary>
    /// <param name="machine">The machine or guest, by whose name the claim is found.</param>
    /// <param name="path">The field that asks for state, or the object's name.</param>
    /// <param name="requirement">Whether the object can be restored without it.</param>
    /// <param name="why">Why, as a short phrase for people.</param>
    public static Reference Of(ResourceId machine, string path, Requirement requirement, string why)
    {
        var target = ReferenceTarget.Labelled(
            Kinds.PersistentVolumeClaim,
            machine.Namespace,
            Label,
            machine.Name,
            $"{Label}-{machine.Name}"
        );

        return Reference.Derived(target, path, Relation.Needs, requirement, why) with
        {
            HoldsData = true,
        };
    }

    /// <summary>Whether a machine or guest finds the claim with its state by this edge.</summary>
    public static bool IsState(ResourceEdge edge) => edge.Reference.Target.LabelKey == Label;

    /// <summary>The field that asks for persistent state; <see langword="null"/> where none does.</summary>
    private string? Cause(ResourceFields fields)
    {
        if (fields.IsTrue(_tpm) && !fields.IsFalse(_tpmEnabled))
            return _tpm;
        if (fields.IsTrue(_efi))
            return _efi;

        return fields.Text(TrackingState) is "Initializing" or "Enabled" ? TrackingState : null;
    }
}
