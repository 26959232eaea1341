using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Reports what a new name or namespace changes inside the guest. Changes nothing itself.</summary>
/// <remarks>
/// The EFI variables and the TPM of a guest are kept by name and UUID, and cloud-init takes a new name for a new
/// machine. It looks at the machine as the policies before have left it, so <see cref="KeepHostname"/> stands before
/// it.
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

        WarnOfCloudInit(context, spec);
        if (now.Name == context.Id.Name)
            return;

        WarnOfEfiVariables(context, spec);
        if (string.IsNullOrEmpty(context.Draft.StringAt(spec + "/hostname")))
        {
            Warn(
                context,
                FindingSeverity.Info,
                spec + "/hostname",
                $"The guest's host name follows from the machine's name and becomes {now.Name}. "
                    + "Set spec.hostname to keep the old one."
            );
        }
    }

    private static void WarnOfCloudInit(RestoreContext context, string spec)
    {
        foreach (var volume in context.Draft.Find(spec + "/volumes/*/cloudInitConfigDrive"))
        {
            Warn(
                context,
                FindingSeverity.Warning,
                volume,
                "cloud-init takes the new name or namespace for a new instance "
                    + "and runs its per-instance modules again: host keys, users, passwords."
            );
        }
    }

    private static void WarnOfEfiVariables(RestoreContext context, string spec)
    {
        var isAsked = context.Draft.At(spec + "/domain/firmware/bootloader/efi/persistent")?.ToJsonString() == "true";

        // A preference can ask for them where only the state claim shows it.
        if (!isAsked && !StateClaims.Of(context.Graph, context.Id).Any())
            return;

        Warn(
            context,
            FindingSeverity.Warning,
            spec + "/domain/firmware/bootloader/efi",
            "The EFI variables are kept in a file of the old name: the guest starts with empty ones. "
                + "Check its boot entries."
        );
    }

    private static void Warn(RestoreContext context, FindingSeverity severity, string path, string message) =>
        context.Report(FindingIds.IdentityBreaks, severity, path, message);
}
