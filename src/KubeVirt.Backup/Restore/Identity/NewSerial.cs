namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives machines that have a serial another one, which follows from their new namespace and name. Replica sets and
/// pools lose theirs, which all their instances would share.
/// </summary>
/// <remarks>
/// A machine without a serial gets none. To be used after a preset that clears serials: it knows what each machine had.
/// Source: KubeVirt api/core/v1 schema.go, Firmware.Serial and Chassis.Serial.
/// </remarks>
public sealed class NewSerial : RestorePolicy
{
    private static readonly Guid Space = new("5b6dbd26-52f5-5d0f-8f6f-0d7f6c9a3e47");

    private readonly string _path;
    private readonly string _seed;

    /// <summary>One policy for each of the two serials.</summary>
    /// <param name="field">The system's serial or the chassis'.</param>
    /// <param name="seed">What else the serials follow from: another seed, other serials. Default: empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The field is no serial.</exception>
    public NewSerial(IdentityField field, string seed = "")
        : base($"new-{IdentityFields.Word(field)}")
    {
        if (field is not (IdentityField.FirmwareSerial or IdentityField.ChassisSerial))
            throw new ArgumentOutOfRangeException(
                nameof(field),
                field,
                "That is no serial. There are FirmwareSerial and ChassisSerial."
            );
        _path = IdentityFields.Path(field);
        _seed = seed;
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["clear-firmware-serial"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        var pointer = spec + _path;
        var serial = context.Draft.StringAt(pointer) ?? context.Original.StringAt(pointer);
        if (string.IsNullOrEmpty(serial))
            return;

        if (MachineSpec.IsOfMany(context.Id.Kind))
        {
            context.Draft.Remove(pointer);
            return;
        }

        var renewed = NameBasedGuid.Create(Space, $"{_seed}/{_path}/{context.Names.Map(context.Id)}");
        context.Draft.Set(pointer, renewed.ToString());
    }
}
