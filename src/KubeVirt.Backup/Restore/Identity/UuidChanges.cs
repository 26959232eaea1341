using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Reports what a guest ties to the firmware UUID that it loses: TPM state, which libvirt keeps in a folder of that
/// name, and cloud-init's instance id.
/// </summary>
internal static class UuidChanges
{
    /// <summary>A warning for each tie, where the UUID of a guest was changed or removed.</summary>
    /// <param name="context">The guest.</param>
    /// <param name="spec">The pointer to its spec.</param>
    public static void Report(RestoreContext context, string spec)
    {
        // A preference can give a persistent TPM that only the state claim shows.
        if (
            context.Draft.At(spec + "/domain/devices/tpm/persistent")?.ToJsonString() == "true"
            || StateClaims.Of(context.Graph, context.Id).Any()
        )
        {
            context.Report(
                FindingIds.IdentityBreaks,
                FindingSeverity.Warning,
                spec + "/domain/devices/tpm",
                "The state of the TPM is kept under the old UUID: the guest finds an empty TPM and asks for "
                    + "its recovery keys. Preserve the identity, or have the keys at hand."
            );
        }

        foreach (var volume in context.Draft.Find(spec + "/volumes/*/cloudInitNoCloud"))
        {
            context.Report(
                FindingIds.IdentityBreaks,
                FindingSeverity.Warning,
                volume,
                "cloud-init takes the new UUID for a new instance and runs its per-instance modules again: "
                    + "host keys, users, passwords. Preserve the identity if that is not wanted."
            );
        }
    }
}
