namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives a machine a firmware UUID of its own. It follows from the machine's new namespace and name, so that the same
/// restore gives the same UUID; replica sets and pools lose theirs, which all their instances would share.
/// </summary>
/// <param name="seed">What else the UUIDs follow from: another seed, other UUIDs. Default: empty.</param>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/clone/vm-target.go. What the guest ties to its UUID is reported: TPM
/// state (libvirt keeps it in a folder of that name) and cloud-init's instance id.
/// </remarks>
public sealed class NewFirmwareUuid(string seed = "") : RestorePolicy("new-firmware-uuid")
{
    private static readonly Guid Space = new("0f3c1d5e-7a52-5c0b-9a44-2f1f6f0c9d11");

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Decides { get; } =
        new Dictionary<string, string> { ["firmware UUID"] = "made anew" };

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;
        var uuid = spec + "/domain/firmware/uuid";
        var isChanged = MachineSpec.IsOfMany(context.Id.Kind)
            ? context.Draft.Remove(uuid)
            : context.Draft.At(spec) is not null
                && context.Draft.Set(
                    uuid,
                    NameBasedGuid.Create(Space, $"{seed}/{context.Names.Map(context.Id)}").ToString()
                );
        if (isChanged)
            UuidChanges.Report(context, spec);
    }
}
