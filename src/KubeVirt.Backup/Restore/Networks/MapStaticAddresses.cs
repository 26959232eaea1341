using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Replaces IP addresses in the annotations by which guests ask for fixed ones; prefix lengths and all else stay. A
/// guest of which some addresses are in the map and others are not is skipped as an error.
/// </summary>
/// <remarks>
/// Which annotations hold addresses is the same as for <see cref="ClearStaticAddresses"/>, the network selections of
/// multus excepted. Guests without an address of the map are left alone.
/// </remarks>
public sealed partial class MapStaticAddresses : RestorePolicy
{
    private readonly FrozenDictionary<IPAddress, IPAddress> _addresses;
    private readonly FrozenSet<IPAddress> _known;

    /// <summary>Takes single addresses. A network is mapped by naming each address that guests have there.</summary>
    /// <param name="addresses">
    /// Old address to new one, of the same family and without prefix length. An address that stays is mapped to itself.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Texts are no addresses, or the map does not end where it leads to; the message lists all of them.
    /// </exception>
    public MapStaticAddresses(IReadOnlyDictionary<string, string> addresses)
        : base("map-static-addresses")
    {
        ArgumentNullException.ThrowIfNull(addresses);
        var pairs = addresses.Select(pair => new Pair(pair.Key, pair.Value)).ToList();
        var refused = Refused(pairs).Order(StringComparer.Ordinal).ToList();
        if (refused.Count > 0)
            throw new ArgumentException($"The map of IP addresses cannot be used: {string.Join("; ", refused)}.");

        _addresses = pairs.ToFrozenDictionary(pair => pair.Old!, pair => pair.Now!);
        _known = _addresses.Keys.Concat(_addresses.Values).ToFrozenSet();
    }

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var found = StaticAddressKeys
            .FindIp(context)
            .SelectMany(pointer => AddressesAt(context.Draft, pointer))
            .ToList();
        if (!found.Exists(match => _addresses.ContainsKey(match.Address)))
            return;

        var forgotten = found.Where(match => !_known.Contains(match.Address)).ToList();
        if (forgotten.Count > 0)
        {
            var addresses = forgotten.Select(match => match.Address).Distinct();
            NetworkDraft.Refuse(
                context,
                forgotten[0].Pointer,
                $"Some of the guest's fixed addresses are mapped, but not {string.Join(", ", addresses)}."
            );
            return;
        }

        foreach (var pointer in StaticAddressKeys.FindIp(context))
        {
            var text = context.Draft.StringAt(pointer) ?? "";
            context.Draft.Set(pointer, Address().Replace(text, Replacement));
        }
    }

    private static IEnumerable<Match> AddressesAt(ResourceDraft draft, string pointer) =>
        from match in Address().Matches(draft.StringAt(pointer) ?? "")
        let address = Parse(match.Value)
        where address is not null
        select new Match(pointer, address);

    /// <summary>The new text of an address; the same text where it is none, or stays.</summary>
    private string Replacement(System.Text.RegularExpressions.Match match)
    {
        if (Parse(match.Value) is not { } old || !_addresses.TryGetValue(old, out var now))
            return match.Value;

        return now.Equals(old) ? match.Value : now.ToString();
    }

    private static IEnumerable<string> Refused(List<Pair> pairs)
    {
        var moved = pairs
            .Where(pair => pair.Old is not null && !pair.Old.Equals(pair.Now))
            .Select(pair => pair.Old)
            .ToHashSet();
        foreach (var pair in pairs)
        {
            if (pair.Old is not { } old || pair.Now is not { } now)
                yield return $"'{pair}' is no pair of IP addresses";
            else if (old.AddressFamily != now.AddressFamily)
                yield return $"'{pair}' are addresses of different families";
            // Applied to its own result such a map would change it again.
            else if (!old.Equals(now) && moved.Contains(now))
                yield return $"{old} becomes {now}, which is mapped itself";
        }

        foreach (var same in pairs.Where(pair => pair.Now is not null).GroupBy(pair => pair.Now, pair => pair.Old))
        {
            if (same.Count() > 1)
                yield return $"{string.Join(" and ", same)} would both become {same.Key}";
        }
    }

    /// <summary>Reads an address; not what .NET takes for one in addition, such as a lone number.</summary>
    private static IPAddress? Parse(string text)
    {
        var hasForm = text.Count(c => c == '.') == 3 || text.Contains(':', StringComparison.Ordinal);

        return hasForm && IPAddress.TryParse(text, out var address) ? address : null;
    }

    [GeneratedRegex("[0-9A-Fa-f:.]+")]
    private static partial Regex Address();

    private readonly record struct Match(string Pointer, IPAddress Address);

    /// <summary>One entry of the map, read where it can be.</summary>
    private readonly record struct Pair(string OldText, string NowText)
    {
        public IPAddress? Old { get; } = Parse(OldText);

        public IPAddress? Now { get; } = Parse(NowText);

        public override string ToString() => $"{OldText}={NowText}";
    }
}
