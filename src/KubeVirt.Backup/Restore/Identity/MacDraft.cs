using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>Changes the MAC addresses of a guest and says what that breaks.</summary>
internal static class MacDraft
{
    /// <summary>The pointers to a guest's interfaces, with their names and addresses. None in kinds that hold no guest.</summary>
    public static IEnumerable<(string Pointer, string Name, string? Address)> Interfaces(RestoreContext context) =>
        MachineSpec.PointerIn(context.Id.Kind) is { } spec
            ? [.. context.Draft.Find(spec + "/domain/devices/interfaces/*").Select(nic => (nic, context.Draft.StringAt(nic + "/name") ?? "", context.Draft.StringAt(nic + "/macAddress")))]
            : [];

    /// <summary>Gives an interface an address, or takes its own off it. One that all guests of a template would share is taken off.</summary>
    public static void Set(RestoreContext context, string nic, MacAddress? wanted)
    {
        var pointer = nic + "/macAddress";
        var before = context.Draft.StringAt(pointer);
        if (wanted is not null && MacAddress.TryParse(before) == wanted)
            return;
        var isShared = MachineSpec.IsOfMany(context.Id.Kind);
        var isChanged = wanted is null || isShared ? context.Draft.Remove(pointer) : context.Draft.Set(pointer, wanted.ToString());
        if (!isChanged)
            return;
        if (isShared && wanted is not null)
            context.Report(FindingIds.IdentityShared, FindingSeverity.Warning, pointer, "All instances of the template would share one MAC address, so it is removed and each gets its own.");
        else if (wanted is { IsLocal: false } given)
            context.Report(FindingIds.VendorAddress, FindingSeverity.Info, pointer, $"{given} lies in the range of a vendor's hardware. Use an address that is locally administered, such as 02:..., unless the range is yours.");
        if (!isShared)
            GuestPins.Report(context, pointer, before);
    }
}
