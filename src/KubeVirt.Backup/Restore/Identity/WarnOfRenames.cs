using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Reports what a new name or namespace changes inside the guest. Changes nothing itself.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-launcher/virtwrap/converter/compute/os.go (EFI variables), pkg/cloud-init/cloud-init.go,
/// pkg/util/net/dns/sanitize.go (host name).
/// </remarks>
public sealed class WarnOfRenames() : RestorePolicy("warn-of-renames")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;
        var now = context.Names.Map(context.Id);
        if (now == context.Id)
            return;
        foreach (var volume in context.Draft.Find(spec + "/volumes/*/cloudInitConfigDrive"))
            Warn(
                context,
                FindingSeverity.Warning,
                volume,
                "cloud-init takes the new name or namespace for a new instance and runs its per-instance modules again: host keys, users, passwords."
            );
        if (now.Name == context.Id.Name)
            return;
        if (
            context.Draft.At(spec + "/domain/firmware/bootloader/efi/persistent")?.ToJsonString() == "true"
            || StateClaims.Of(context.Graph, context.Id).Any()
        )
            Warn(
                context,
                FindingSeverity.Warning,
                spec + "/domain/firmware/bootloader/efi",
                "The EFI variables are kept in a file of the old name: the guest starts with empty ones. Check its boot entries."
            );
        if (string.IsNullOrEmpty(context.Draft.StringAt(spec + "/hostname")))
            Warn(
                context,
                FindingSeverity.Info,
                spec + "/hostname",
                $"The guest's host name follows from the machine's name and becomes {now.Name}. Set spec.hostname to keep the old one."
            );
    }

    private static void Warn(RestoreContext context, FindingSeverity severity, string path, string message) =>
        context.Report(FindingIds.IdentityBreaks, severity, path, message);
}
