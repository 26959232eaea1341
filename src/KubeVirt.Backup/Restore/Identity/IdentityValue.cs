using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>One value of a guest's identity, in the form in which it is compared.</summary>
/// <param name="Field">Where it stands below the guest's spec.</param>
/// <param name="Value">MAC addresses and UUIDs in one spelling.</param>
/// <param name="Network">The network that sees it; <see langword="null"/> where none does.</param>
/// <param name="Interface">The interface that has it, for MAC addresses.</param>
/// <param name="Holder">Where it was found.</param>
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

    /// <summary>All values of an object; none where it holds no guest.</summary>
    /// <param name="resource">A machine, an instance, or what makes them; others hold no guest.</param>
    /// <param name="isLive">Whether it is an object of the target, whose status counts, too.</param>
    public static IEnumerable<IdentityValue> In(Resource resource, bool isLive)
    {
        if (MachineSpec.PointerIn(resource.Id.Kind) is not { } spec)
            return [];

        return [.. Fields(resource, spec, isLive), .. Addresses(resource, spec, isLive), .. Observed(resource, isLive)];
    }

    private static IEnumerable<IdentityValue> Fields(Resource resource, string spec, bool isLive) =>
        from field in Unique
        let value = resource.StringAt(spec + field)
        where !string.IsNullOrEmpty(value)
        let compared = Guid.TryParse(value, out var uuid) ? uuid.ToString() : value
        select new IdentityValue(field, compared, null, null, new IdentityHolder(resource.Id, spec + field, isLive));

    private static IEnumerable<IdentityValue> Addresses(Resource resource, string spec, bool isLive) =>
        from item in Items(resource, spec + "/domain/devices/interfaces")
        where MacAddress.TryParse(JsonMembers.Text(item.Value, "macAddress")) is not null
        let name = JsonMembers.Text(item.Value, "name")
        select Address(
            JsonMembers.Text(item.Value, "macAddress")!,
            NetworkOf(resource, spec, name, item.Value),
            name,
            new IdentityHolder(resource.Id, item.Pointer + "/macAddress", isLive)
        );

    /// <summary>The addresses that running guests were given, where their specs have none.</summary>
    private static IEnumerable<IdentityValue> Observed(Resource resource, bool isLive)
    {
        if (!isLive || resource.Id.Kind != Kinds.VirtualMachineInstance)
            return [];

        var interfaces = Items(resource, "/spec/domain/devices/interfaces").ToList();

        return from item in Items(resource, "/status/interfaces")
            let name = JsonMembers.Text(item.Value, "name")
            where MacAddress.TryParse(JsonMembers.Text(item.Value, "mac")) is not null
            from nic in interfaces
                .Where(nic =>
                    JsonMembers.Text(nic.Value, "name") == name
                    && string.IsNullOrEmpty(JsonMembers.Text(nic.Value, "macAddress"))
                )
                .Take(1)
            select Address(
                JsonMembers.Text(item.Value, "mac")!,
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
            .FirstOrDefault(item => JsonMembers.Text(item, "name") == name);
        if (network.ValueKind != JsonValueKind.Object)
            return null;
        if (network.TryGetProperty("pod", out _))
            return $"pod network of {resource.Id.Namespace}";

        if (
            !network.TryGetProperty("multus", out var multus)
            || JsonMembers.Text(multus, "networkName") is not { } attachment
        )
            return null;

        var isQualified = attachment.Contains('/', StringComparison.Ordinal);

        return isQualified ? attachment : $"{resource.Id.Namespace}/{attachment}";
    }

    private static IEnumerable<(string Pointer, JsonElement Value)> Items(Resource resource, string pointer) =>
        resource.At(pointer) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
                .Select((item, i) => ($"{pointer}/{i.ToString(CultureInfo.InvariantCulture)}", item))
                .Where(item => item.item.ValueKind == JsonValueKind.Object)
            : [];
}
