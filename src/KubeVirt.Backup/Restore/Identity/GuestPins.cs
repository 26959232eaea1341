using System.Text;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>Reports where a guest ties its configuration to the MAC address that it loses.</summary>
/// <remarks>
/// Cloud-init's network data matches interfaces by address; what the guest has on its disk (HWADDR, netplan, udev) no
/// manifest shows.
/// </remarks>
internal static class GuestPins
{
    private static readonly string[] Sources = ["cloudInitNoCloud", "cloudInitConfigDrive"];
    private static readonly string[] Texts = ["userData", "networkData"];

    /// <summary>
    /// A warning for each volume whose data names the address; else a note that the guest may have it on its disk.
    /// </summary>
    /// <param name="context">The guest.</param>
    /// <param name="pointer">Where the address stood.</param>
    /// <param name="before">The address.</param>
    public static void Report(RestoreContext context, string pointer, string? before)
    {
        if (MacAddress.TryParse(before) is not { } address)
            return;

        var pins = Sources
            .SelectMany(source => context.Draft.Find($"{MachineSpec.PointerIn(context.Id.Kind)}/volumes/*/{source}"))
            .Where(volume => Names(context, volume, address))
            .ToList();
        foreach (var pin in pins)
        {
            context.Report(
                FindingIds.IdentityBreaks,
                FindingSeverity.Warning,
                pin,
                $"cloud-init's data names the MAC address {address}, which the machine loses: the guest does "
                    + "not configure that interface any more. Change the data, or keep the address."
            );
        }

        if (pins.Count == 0)
        {
            context.Report(
                FindingIds.IdentityBreaks,
                FindingSeverity.Info,
                pointer,
                $"The machine loses the MAC address {address}. A guest that ties an interface to it on its "
                    + "disk (HWADDR, netplan, udev) has no network until that is corrected, and a DHCP server may "
                    + "give it another IP address."
            );
        }
    }

    private static bool Names(RestoreContext context, string volume, MacAddress address) =>
        Texts
            .Select(text => context.Draft.StringAt($"{volume}/{text}"))
            .Concat(Texts.Select(text => Decode(context.Draft.StringAt($"{volume}/{text}Base64"))))
            .Concat(SecretTexts(context, volume))
            .Any(text =>
                text is not null
                && (
                    text.Contains(address.Text(':'), StringComparison.OrdinalIgnoreCase)
                    || text.Contains(address.Text('-'), StringComparison.OrdinalIgnoreCase)
                )
            );

    /// <summary>The texts in Secrets that a cloud-init volume refers to, as far as they are in the backup.</summary>
    private static IEnumerable<string?> SecretTexts(RestoreContext context, string volume) =>
        from edge in context.Graph.EdgesFrom(context.Id)
        where edge.To.Kind == Kinds.Secret && edge.Path.StartsWith(volume + "/", StringComparison.Ordinal)
        let data = context.Graph.FindResource(edge.To)?.At("/data")
        where data is { ValueKind: System.Text.Json.JsonValueKind.Object }
        from member in data.Value.EnumerateObject()
        where member.Value.ValueKind == System.Text.Json.JsonValueKind.String
        select Decode(member.Value.GetString());

    private static string? Decode(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];

        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
