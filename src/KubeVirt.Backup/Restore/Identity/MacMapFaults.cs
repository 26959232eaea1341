namespace KubeVirt.Backup.Restore;

/// <summary>Finds what is wrong with a map of MAC addresses, before it is used.</summary>
/// <remarks>
/// A map must end where it leads to: if its results were mapped again, a restore of a restore would change them once
/// more.
/// </remarks>
internal static class MacMapFaults
{
    /// <summary>All that is wrong, in the middle of a sentence each; in no order.</summary>
    public static IEnumerable<string> Find(
        IReadOnlyDictionary<string, string> addresses,
        IReadOnlyDictionary<MachineInterface, string> interfaces
    )
    {
        var unreadable = addresses.Keys.Where(text => MacAddress.TryParse(text) is null).Select(NoAddress);
        var given = addresses.Values.Concat(interfaces.Values).Select(FaultOf).OfType<string>();
        var pairs =
            from pair in addresses
            let old = MacAddress.TryParse(pair.Key)
            let now = MacAddress.TryParse(pair.Value)
            where old is not null && now is not null
            select new Pair(old.Value, now.Value);

        return [.. unreadable, .. given, .. FaultsOf([.. pairs])];
    }

    private static string? FaultOf(string given)
    {
        if (MacAddress.TryParse(given) is not { } address)
            return NoAddress(given);

        return address.Fault is { } fault ? $"'{given}' can be given to no interface, {fault}" : null;
    }

    private static string NoAddress(string text) => $"'{text}' is no MAC address";

    private static IEnumerable<string> FaultsOf(List<Pair> pairs)
    {
        var moved = pairs.Where(pair => pair.Old != pair.Now).Select(pair => pair.Old).ToHashSet();
        foreach (var pair in pairs.Where(pair => pair.Old != pair.Now && moved.Contains(pair.Now)))
            yield return $"{pair.Old} becomes {pair.Now}, which is mapped itself; exchange addresses by interface";

        foreach (var same in pairs.GroupBy(pair => pair.Now, pair => pair.Old))
        {
            if (same.Distinct().Count() > 1)
                yield return $"{string.Join(" and ", same)} would both become {same.Key}";
        }

        // Two spellings of one address are two keys of the map.
        foreach (var same in pairs.GroupBy(pair => pair.Old))
        {
            if (same.Count() > 1)
                yield return $"{same.Key} is mapped more than once";
        }
    }

    private readonly record struct Pair(MacAddress Old, MacAddress Now);
}
