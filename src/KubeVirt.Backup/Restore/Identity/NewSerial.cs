namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives machines that have a serial another one, which follows from their new namespace and name. Replica sets and
/// pools lose theirs, which all their instances would share.
/// </summary>
public sealed class NewSerial : RestorePolicy
{
    private static readonly Guid Space = new("5b6dbd26-52f5-5d0f-8f6f-0d7f6c9a3e47");

    private readonly string _path;
    private readonly string _seed;

    /// <summary>Renews.</summary>
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
        if (
            MachineSpec.PointerIn(context.Id.Kind) is not { } spec
            || string.IsNullOrEmpty(context.Draft.StringAt(spec + _path) ?? context.Original.StringAt(spec + _path))
        )
            return;
        if (MachineSpec.IsOfMany(context.Id.Kind))
            context.Draft.Remove(spec + _path);
        else
            context.Draft.Set(
                spec + _path,
                NameBasedGuid.Create(Space, $"{_seed}/{_path}/{context.Names.Map(context.Id)}").ToString()
            );
    }
}
