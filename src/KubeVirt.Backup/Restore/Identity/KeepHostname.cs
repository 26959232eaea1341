namespace KubeVirt.Backup.Restore;

/// <summary>
/// Writes down the host name that a machine had by its name, where it is renamed: the guest keeps it. To be used before
/// a preset, which else reports that it changes.
/// </summary>
/// <remarks>
/// For applications that are bound to the host name, such as a domain controller or a licence. A machine that is not
/// renamed, or has a host name, is left alone; so are replica sets and pools. Source: KubeVirt
/// pkg/util/net/dns/sanitize.go: the first label of the name, cut at 63 characters.
/// </remarks>
public sealed class KeepHostname() : RestorePolicy("keep-hostname")
{
    private const int MaxLength = 63;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Instances of a template are named after it, each in its own way.
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec || MachineSpec.IsOfMany(context.Id.Kind))
            return;
        if (context.Draft.At(spec) is null)
            return;

        var hostname = spec + IdentityFields.Path(IdentityField.Hostname);
        var isRenamed = context.Names.Map(context.Id).Name != context.Id.Name;
        if (isRenamed && string.IsNullOrEmpty(context.Draft.StringAt(hostname)))
            context.Draft.Set(hostname, HostnameOf(context.Id.Name));
    }

    private static string HostnameOf(string machine)
    {
        var label = machine.Split('.')[0];
        var shortened = label.Length > MaxLength ? label[..MaxLength] : label;

        return shortened.TrimEnd('-');
    }
}
