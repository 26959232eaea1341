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
    // The library's own, drawn once: UUIDs of restores must stay the same over its versions.
    private static readonly Guid Space = new("0f3c1d5e-7a52-5c0b-9a44-2f1f6f0c9d11");

    private readonly string _seed = seed ?? throw new ArgumentNullException(nameof(seed));

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Decides { get; } =
        new Dictionary<string, string> { ["firmware UUID"] = "made anew" };

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        if (TryRenew(context, spec))
            UuidChanges.Report(context, spec);
    }

    /// <summary>Whether the UUID is another one now, or gone.</summary>
    private bool TryRenew(RestoreContext context, string spec)
    {
        var pointer = spec + IdentityFields.Path(IdentityField.FirmwareUuid);
        if (MachineSpec.IsOfMany(context.Id.Kind))
            return context.Draft.Remove(pointer);
        if (context.Draft.At(spec) is null)
            return false;

        var uuid = NameBasedGuid.Create(Space, $"{_seed}/{context.Names.Map(context.Id)}");

        return context.Draft.Set(pointer, uuid.ToString());
    }
}
