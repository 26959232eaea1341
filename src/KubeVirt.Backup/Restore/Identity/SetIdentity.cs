using System.Collections.Frozen;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives machines the UUIDs, serials or host names that you say. Replica sets and pools can have none: all their
/// instances would share it.
/// </summary>
public sealed class SetIdentity : RestorePolicy
{
    private readonly IdentityField _field;
    private readonly FrozenDictionary<ResourceId, string> _values;

    /// <summary>Sets one field.</summary>
    /// <param name="field">Which.</param>
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

    private static IEnumerable<string> Refused(IdentityField field, IReadOnlyDictionary<ResourceId, string> values) =>
        values
            .Where(pair => IdentityFields.Fault(field, pair.Value) is not null)
            .Select(pair => $"'{pair.Value}' for {pair.Key}: {IdentityFields.Fault(field, pair.Value)}")
            .Concat(
                values
                    .Keys.Where(id => id.Kind != Kinds.VirtualMachine && id.Kind != Kinds.VirtualMachineInstance)
                    .Select(id => $"{id} is no single machine")
            )
            .Concat(
                values
                    .GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                    .Where(group => IdentityFields.IsUnique(field) && group.Count() > 1)
                    .Select(group => $"{string.Join(" and ", group.Order())} would both have '{group.Key}'")
            );
}
