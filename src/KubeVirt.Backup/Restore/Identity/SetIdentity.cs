using System.Collections.Frozen;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives machines the UUIDs, serials or host names of a list. Replica sets and pools can have none: all their instances
/// would share it.
/// </summary>
/// <remarks>
/// For identities that somebody assigns, in an inventory for instance. Machines that are not listed are left alone; a
/// machine that is listed and not in the backup is reported. What a guest ties to its UUID is reported, too.
/// </remarks>
public sealed class SetIdentity : RestorePolicy
{
    private readonly IdentityField _field;
    private readonly FrozenDictionary<ResourceId, string> _values;

    /// <summary>One field for any number of machines.</summary>
    /// <param name="field">The field; it is part of the name of the policy, as <c>set-hostname</c>.</param>
    /// <param name="values">
    /// VirtualMachines and VirtualMachineInstances, by their ids in the backup, and their values.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Values cannot stand there, two machines would have the same, or others than machines are named; the message
    /// lists all of them.
    /// </exception>
    public SetIdentity(IdentityField field, IReadOnlyDictionary<ResourceId, string> values)
        : base($"set-{IdentityFields.Word(field)}")
    {
        ArgumentNullException.ThrowIfNull(values);
        var refused = Refused(field, values).Order(StringComparer.Ordinal).ToList();
        if (refused.Count > 0)
            throw new ArgumentException($"The values cannot be used: {string.Join("; ", refused)}.");

        _field = field;
        _values =
            field == IdentityField.FirmwareUuid
                ? values.ToFrozenDictionary(pair => pair.Key, pair => Guid.Parse(pair.Value).ToString())
                : values.ToFrozenDictionary();
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows =>
        ["clear-firmware-serial", "keep-legacy-uuid", "new-firmware-uuid"];

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _values.Keys;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            !_values.TryGetValue(context.Id, out var value)
            || MachineSpec.PointerIn(context.Id.Kind) is not { } spec
            || context.Draft.At(spec) is null
        )
            return;
        if (context.Draft.Set(spec + IdentityFields.Path(_field), value) && _field == IdentityField.FirmwareUuid)
            UuidChanges.Report(context, spec);
    }

    private static IEnumerable<string> Refused(IdentityField field, IReadOnlyDictionary<ResourceId, string> values)
    {
        foreach (var (id, value) in values)
        {
            if (IdentityFields.Fault(field, value) is { } fault)
                yield return $"'{value}' for {id}: {fault}";
            if (id.Kind != Kinds.VirtualMachine && id.Kind != Kinds.VirtualMachineInstance)
                yield return $"{id} is no single machine";
        }

        if (!IdentityFields.IsUnique(field))
            yield break;

        foreach (var same in values.GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (same.Count() > 1)
                yield return $"{string.Join(" and ", same.Order())} would both have '{same.Key}'";
        }
    }
}
