using System.Net;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Which answers to a freeze are refusals, and which of them came before the guest was asked.</summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-api/rest/lifecycle.go; pkg/virt-handler/rest/lifecycle.go, which answers 400 to whatever
/// the launcher refuses; pkg/virt-launcher/virtwrap/storage/fsfreeze.go, which looks for a migration and asks the agent
/// for its state first; libvirt src/qemu/qemu_domain.c, qemuDomainAgentAvailable.
/// </remarks>
internal static class FreezeRefusals
{
    // What virt-handler itself answered, virt-api reports with this text: then the freeze was tried, and is over.
    private const string AnsweredByHandler = "unexpected return code";
    private const string TriedByLauncher = "command Freeze failed";

    // With these no command to freeze can have reached the guest.
    private static readonly string[] BeforeFreeze =
    [
        "VMI is currently during migration",
        "guest agent is not connected",
        "guest agent is not configured",
        "guest agent is not available due to an error",
        "domain is not running",
    ];

    /// <summary>
    /// Whether the freeze is over and did not succeed. A proxy that waited for too long (408) knows nothing of that.
    /// </summary>
    public static bool IsRefused(ClusterException e) =>
        e.StatusCode switch
        {
            HttpStatusCode.RequestTimeout => false,
            HttpStatusCode.InternalServerError => e.Message.Contains(AnsweredByHandler, StringComparison.Ordinal),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => true,
            _ => false,
        };

    /// <summary>The refusal, with what to do where the launcher refused.</summary>
    public static FreezeRefusedException From(ClusterException e)
    {
        var isByHandler = e.StatusCode == HttpStatusCode.InternalServerError;
        var message = isByHandler
            ? $"{e.Message} Check that the guest agent runs in the guest, "
                + "and that the guest is neither paused nor being migrated."
            : e.Message;

        var wasTried = isByHandler || e.Message.Contains(TriedByLauncher, StringComparison.Ordinal);
        var isBefore =
            !wasTried || Array.Exists(BeforeFreeze, text => e.Message.Contains(text, StringComparison.Ordinal));
        return new FreezeRefusedException(message, e) { IsBeforeFreeze = isBefore };
    }
}
