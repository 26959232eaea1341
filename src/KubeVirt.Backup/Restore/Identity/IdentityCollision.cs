using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>A value that tells guests apart and that more than one would have after the restore.</summary>
/// <param name="Field">Where it stands below a guest's spec, such as <c>/domain/firmware/uuid</c>.</param>
/// <param name="Value">The value; MAC addresses with colons, UUIDs and addresses in lower case.</param>
/// <param name="Network">
/// The network on which a MAC address stands twice: <c>ns/name</c> of a multus network or <c>pod network of ns</c>.
/// <see langword="null"/> for other values, and where all holders are on different networks.
/// </param>
/// <param name="Holders">
/// Who has it, at least one of them restored: several guests, or one template whose instances share it.
/// </param>
public sealed record IdentityCollision(
    string Field,
    string Value,
    string? Network,
    IReadOnlyList<IdentityHolder> Holders
)
{
    internal const string MacAddresses = "/domain/devices/interfaces/*/macAddress";

    /// <summary>
    /// An error where guests lose their network; info where a MAC address stands on different networks, which only
    /// tools such as KubeMacPool mind; a warning otherwise.
    /// </summary>
    public FindingSeverity Severity =>
        (Field, Network) switch
        {
            (MacAddresses, null) => FindingSeverity.Info,
            (MacAddresses, _) when Holders.Count > 1 => FindingSeverity.Error,
            _ => FindingSeverity.Warning,
        };

    /// <summary>One finding for each restored holder.</summary>
    internal IEnumerable<Finding> ToFindings() =>
        Holders
            .Where(holder => !holder.IsLive)
            .Select(holder => new Finding(
                Holders.Count > 1 ? FindingIds.IdentityCollides : FindingIds.IdentityShared,
                Severity,
                holder.Object,
                holder.Path,
                $"{Message(holder)} Give each its own: generate, map or clear it."
            ));

    private string Message(IdentityHolder holder)
    {
        if (Holders.Count == 1)
            return $"All instances of the template share {Value}.";

        var others = Holders.Where(other => other != holder);

        return $"{string.Join(", ", others)} would have {Value} too{Where()}.";
    }

    /// <summary>On which network, for a MAC address; it follows the value in a message.</summary>
    private string Where()
    {
        if (Field != MacAddresses)
            return "";

        return Network is null ? ", on another network" : $", on {Network}";
    }
}
