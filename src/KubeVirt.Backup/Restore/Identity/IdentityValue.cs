using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>One value of a guest's identity, in the form in which it is compared.</summary>
internal sealed record IdentityValue(
    string Field,
    string Value,
    string? Network,
    string? Interface,
    IdentityHolder Holder
)
{
    private static readonly string[] Unique =
    [
        .. Enum.GetValues<IdentityField>().Where(IdentityFields.IsUnique).Select(IdentityFields.Path),
    ];

    // The guest's address is seen by the pod alone. Source: KubeVirt pkg/network/admitter/{binding,passt}.go.
    private static readonly string[] HidingBindings = ["masquerade", "passt", "passtBinding", "slirp"];

    public static IEnumerable<IdentityValue> In(Resource resource, bool isLive) =>
        MachineSpec.PointerIn(resource.Id.Kind) is { } spec
            ? Fields(resource, spec, isLive)
                .Concat(Addresses(resource, spec, isLive))
                .Concat(Observed(resource, isLive))
            : [];

    private static IEnumerable<IdentityValue> Fields(Resource resource, string spec, bool isLive) =>
        from field in Unique
        let value = resource.StringAt(spec + field)
        where !string.IsNullOrEmpty(value)
        let compared = Guid.TryParse(value, out var uuid) ? uuid.ToString() : value
        select new IdentityValue(field, compared, null, null, new IdentityHolder(resource.Id, spec + field, isLive));

    private static IEnumerable<IdentityValue> Addresses(Resource resource, string spec, bool isLive) =>
        from item in Items(resource, spec + "/domain/devices/interfaces")
        where MacAddress.TryParse(Text(item.Value, "macAddress")) is not null
        let name = Text(item.Value, "name")
        select Address(
            Text(item.Value, "macAddress")!,
            NetworkOf(resource, spec, name, item.Value),
            name,
            new IdentityHolder(resource.Id, item.Pointer + "/macAddress", isLive)
        );

    /// <summary>The addresses that running guests were given, where their specs say none.</summary>
    private static IEnumerable<IdentityValue> Observed(Resource resource, bool isLive)
    {
        if (!isLive || resource.Id.Kind != Kinds.VirtualMachineInstance)
            return [];
        var interfaces = Items(resource, "/spec/domain/devices/interfaces").ToList();
        return from item in Items(resource, "/status/interfaces")
            let name = Text(item.Value, "name")
            where MacAddress.TryParse(Text(item.Value, "mac")) is not null
            from nic in interfaces
                .Where(nic => Text(nic.Value, "name") == name && string.IsNullOrEmpty(Text(nic.Value, "macAddress")))
                .Take(1)
            select Address(
                Text(item.Value, "mac")!,
                NetworkOf(resource, "/spec", name, nic.Value),
                name,
                new IdentityHolder(resource.Id, item.Pointer + "/mac", isLive)
            );
    }

    private static IdentityValue Address(string text, string? network, string? name, IdentityHolder holder) =>
        new(
            IdentityCollision.MacAddresses,
            MacAddress.TryParse(text)!.Value.ToString(),
            network,
            name ?? holder.Path,
            holder
        );

    /// <summary>
    /// The network on which the interface's address is seen; <see langword="null"/> where none sees it or none is
    /// known.
    /// </summary>
    private static string? NetworkOf(Resource resource, string spec, string? name, JsonElement nic)
    {
        if (HidingBindings.Any(binding => nic.TryGetProperty(binding, out _)))
            return null;
        var network = Items(resource, spec + "/networks")
            .Select(item => item.Value)
            .FirstOrDefault(item => Text(item, "name") == name);
        if (network.ValueKind != JsonValueKind.Object)
            return null;
        if (network.TryGetProperty("pod", out _))
            return $"pod network of {resource.Id.Namespace}";
        return network.TryGetProperty("multus", out var multus) && Text(multus, "networkName") is { } attachment
            ? attachment.Contains('/', StringComparison.Ordinal)
                ? attachment
                : $"{resource.Id.Namespace}/{attachment}"
            : null;
    }

    private static IEnumerable<(string Pointer, JsonElement Value)> Items(Resource resource, string pointer) =>
        resource.At(pointer) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
                .Select((item, i) => ($"{pointer}/{i.ToString(CultureInfo.InvariantCulture)}", item))
                .Where(item => item.item.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
