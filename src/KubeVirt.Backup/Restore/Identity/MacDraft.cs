using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Changes the MAC addresses of a guest and reports what that breaks.</summary>
internal static class MacDraft
{
    /// <summary>
    /// The pointers to a guest's interfaces, with their names and addresses: those they had where an earlier policy
    /// took them off. None in kinds that hold no guest.
    /// </summary>
    public static IReadOnlyList<(string Pointer, string Name, string? Address)> Interfaces(RestoreContext context)
    {
        if (
            MachineSpec.PointerIn(context.Id.Kind) is not { } spec
            || context.Draft.Find(spec + "/domain/devices/interfaces/*") is not { Count: > 0 } interfaces
        )
            return [];

        var before = Addresses(context.Original, spec);

        return
        [
            .. from nic in interfaces
            let name = context.Draft.StringAt(nic + "/name") ?? ""
            select (nic, name, context.Draft.StringAt(nic + "/macAddress") ?? before.GetValueOrDefault(name)),
        ];
    }

    /// <summary>
    /// Gives an interface an address, or takes its own off it. One that all guests of a template would share is taken
    /// off.
    /// </summary>
    public static void Set(RestoreContext context, string nic, MacAddress? wanted)
    {
        var pointer = nic + "/macAddress";
        var before = context.Draft.StringAt(pointer);
        if (wanted is not null && MacAddress.TryParse(before) == wanted)
            return;

        var isShared = MachineSpec.IsOfMany(context.Id.Kind);
        var isRemoved = wanted is null || isShared;
        var isChanged = isRemoved ? context.Draft.Remove(pointer) : context.Draft.Set(pointer, wanted.ToString());
        if (!isChanged)
            return;

        if (isShared && wanted is not null)
            ReportShared(context, pointer);
        else if (wanted is { IsLocal: false } given)
            ReportVendor(context, pointer, given);

        if (!isShared && before is not null)
            GuestPins.Report(context, pointer, before);
    }

    private static void ReportShared(RestoreContext context, string pointer) =>
        context.Report(
            FindingIds.IdentityShared,
            FindingSeverity.Warning,
            pointer,
            "All instances of the template would share one MAC address, so it is removed and each gets its own."
        );

    private static void ReportVendor(RestoreContext context, string pointer, MacAddress given) =>
        context.Report(
            FindingIds.VendorAddress,
            FindingSeverity.Info,
            pointer,
            $"{given} lies in the range of a vendor's hardware. Use an address that is locally administered, "
                + "such as 02:..., unless the range is yours."
        );

    /// <summary>The addresses that interfaces had in the backup, by the name of the interface.</summary>
    private static Dictionary<string, string> Addresses(Resource original, string spec)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        if (original.At(spec + "/domain/devices/interfaces") is { ValueKind: JsonValueKind.Array } interfaces)
        {
            foreach (var nic in interfaces.EnumerateArray())
            {
                if (JsonMembers.Text(nic, "name") is { } name && JsonMembers.Text(nic, "macAddress") is { } address)
                    addresses.TryAdd(name, address);
            }
        }

        return addresses;
    }
}
