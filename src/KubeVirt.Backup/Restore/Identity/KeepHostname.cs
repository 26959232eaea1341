namespace KubeVirt.Backup.Restore;

/// <summary>
/// Writes down the host name that a machine had by its name, where it is renamed: the guest keeps it. To be used before
/// a preset, which else says that it changes.
/// </summary>
/// <remarks>Source: KubeVirt pkg/util/net/dns/sanitize.go: the first label of the name, cut at 63 characters.</remarks>
public sealed class KeepHostname() : RestorePolicy("keep-hostname")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Instances of a template are named after it, each in its own way.
        if (
            MachineSpec.PointerIn(context.Id.Kind) is not { } spec
            || MachineSpec.IsOfMany(context.Id.Kind)
            || context.Draft.At(spec) is null
        )
            return;
        var hostname = spec + IdentityFields.Path(IdentityField.Hostname);
        var label = context.Id.Name.Split('.')[0];
        if (
            context.Names.Map(context.Id).Name != context.Id.Name
            && string.IsNullOrEmpty(context.Draft.StringAt(hostname))
        )
            context.Draft.Set(hostname, (label.Length > 63 ? label[..63] : label).TrimEnd('-'));
    }
}
