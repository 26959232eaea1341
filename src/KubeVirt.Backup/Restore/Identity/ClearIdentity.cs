namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes a UUID, a serial or a host name from all machines, instances, replica sets and pools, so that the target
/// fills it in or the guest has none.
/// </summary>
/// <param name="field">What to remove; it is part of the name of the policy, as <c>clear-hostname</c>.</param>
/// <remarks>
/// What a guest ties to its UUID is reported. A host name that is removed follows from the name of the machine again.
/// Source: KubeVirt pkg/virt-api/webhooks/mutating-webhook: a VirtualMachine created without UUID or serial gets random
/// ones.
/// </remarks>
public sealed class ClearIdentity(IdentityField field) : RestorePolicy($"clear-{IdentityFields.Word(field)}")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            MachineSpec.PointerIn(context.Id.Kind) is { } spec
            && context.Draft.Remove(spec + IdentityFields.Path(field))
            && field == IdentityField.FirmwareUuid
        )
            UuidChanges.Report(context, spec);
    }
}
