using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Replaces IP addresses in the annotations by which guests ask for fixed ones; prefix lengths and all else stay. A
/// guest of which some addresses are in the map and others are not is left out.
/// </summary>
public sealed partial class MapStaticAddresses : RestorePolicy
{
    private readonly FrozenDictionary<IPAddress, IPAddress> _addresses;
    private readonly FrozenSet<IPAddress> _known;

    /// <summary>Maps.</summary>
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
        var pairs = addresses
            .Select(pair => (Old: Parse(pair.Key), Now: Parse(pair.Value), Text: $"{pair.Key}={pair.Value}"))
            .ToList();
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
        var annotations = StaticAddressKeys
            .FindIp(context)
            .Select(pointer => (Pointer: pointer, Text: context.Draft.StringAt(pointer) ?? ""))
            .ToList();
        var found = annotations
            .SelectMany(annotation =>
                Address().Matches(annotation.Text).Select(match => (annotation.Pointer, Address: Parse(match.Value)))
            )
            .Where(match => match.Address is not null)
            .ToList();
        if (!found.Exists(match => _addresses.ContainsKey(match.Address!)))
            return;
        if (found.Where(match => !_known.Contains(match.Address!)).ToList() is [var first, ..] forgotten)
        {
            NetworkDraft.Refuse(
                context,
                first.Pointer,
                $"Some of the guest's fixed addresses are mapped, but not {string.Join(", ", forgotten.Select(match => match.Address).Distinct())}."
            );
            return;
        }

        foreach (var (pointer, text) in annotations)
            context.Draft.Set(
                pointer,
                Address()
                    .Replace(text, match =>
                        Parse(match.Value) is { } old && _addresses.TryGetValue(old, out var now) && !now.Equals(old)
                            ? now.ToString()
                            : match.Value
                    )
            );
    }

    private static IEnumerable<string> Refused(List<(IPAddress? Old, IPAddress? Now, string Text)> pairs)
    {
        var moved = pairs
            .Where(pair => pair.Old is not null && !pair.Old.Equals(pair.Now))
            .Select(pair => pair.Old)
            .ToHashSet();
        foreach (var (old, now, text) in pairs)
        {
            if (old is null || now is null)
                yield return $"'{text}' is no pair of IP addresses";
            else if (old.AddressFamily != now.AddressFamily)
                yield return $"'{text}' are addresses of different families";
            // Applied to its own result such a map would change it again.
            else if (!old.Equals(now) && moved.Contains(now))
                yield return $"{old} becomes {now}, which is mapped itself";
        }

        foreach (
            var group in pairs
                .Where(pair => pair.Now is not null)
                .GroupBy(pair => pair.Now)
                .Where(group => group.Count() > 1)
        )
            yield return $"{string.Join(" and ", group.Select(pair => pair.Old))} would both become {group.Key}";
    }

    /// <summary>Not what .NET takes for an address in addition, such as a lone number.</summary>
    private static IPAddress? Parse(string text) =>
        (text.Count(c => c == '.') == 3 || text.Contains(':', StringComparison.Ordinal))
        && IPAddress.TryParse(text, out var address)
            ? address
            : null;

    [GeneratedRegex("[0-9A-Fa-f:.]+")]
    private static partial Regex Address();
}
