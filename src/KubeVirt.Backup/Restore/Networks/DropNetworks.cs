using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Takes networks off guests, with their interfaces, and reports which. To be used after a preset: the items behind the
/// removed ones move, and references are found by their place.
/// </summary>
/// <param name="networks">NetworkAttachmentDefinitions, by their ids in the backup.</param>
/// <param name="pod">Whether the pod network is removed, too. Default: no.</param>
/// <remarks>
/// For a test of a restore that must not reach anybody, or a target without these networks. A guest whose annotation
/// chooses one of them is skipped as an error. Source: KubeVirt pkg/network/admitter/netiface.go: neither a network
/// without its interface nor the reverse is accepted; pkg/network/vmispec/defaults.go: a guest with neither gets the
/// pod network, unless <c>autoattachPodInterface</c> is false.
/// </remarks>
public sealed class DropNetworks(IEnumerable<ResourceId> networks, bool pod = false) : RestorePolicy("drop-networks")
{
    private const string Interfaces = "/domain/devices/interfaces/*";
    private const string Networks = "/networks/*";

    private readonly FrozenSet<ResourceId> _networks = networks?.ToFrozenSet()
        ?? throw new ArgumentNullException(nameof(networks));

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _networks;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;
        if (NetworkDraft.TryRefuseAnnotated(context, _networks))
            return;

        var dropped = NamesToDrop(context, spec);
        if (dropped.Count == 0)
            return;

        RemoveItems(context.Draft, spec + Interfaces, dropped);
        RemoveItems(context.Draft, spec + Networks, dropped);
        Report(context, spec, dropped);

        // Without any network KubeVirt would put the guest on the pod network.
        var hasNone =
            context.Draft.Find(spec + Networks).Count == 0 && context.Draft.Find(spec + Interfaces).Count == 0;
        if (hasNone)
            context.Draft.Set(spec + "/domain/devices/autoattachPodInterface", false);
    }

    private FrozenSet<string> NamesToDrop(RestoreContext context, string spec)
    {
        var attached = NetworkDraft
            .Attached(context, spec)
            .Where(network => _networks.Contains(network.Attachment))
            .Select(network => network.Name);
        var pods = pod ? PodNetworks(context.Draft, spec) : [];

        return attached.Concat(pods).Where(NetworkDraft.Networks(context, spec).ContainsKey).ToFrozenSet();
    }

    private static IEnumerable<string> PodNetworks(ResourceDraft draft, string spec) =>
        draft
            .Find(spec + Networks + "/pod")
            .Select(network => draft.StringAt(network[..^"pod".Length] + "name"))
            .OfType<string>();

    private static void RemoveItems(ResourceDraft draft, string items, FrozenSet<string> names)
    {
        // From the last to the first: a removal moves those behind it.
        foreach (var item in draft.Find(items).Reverse())
        {
            if (names.Contains(draft.StringAt(item + "/name") ?? ""))
                draft.Remove(item);
        }
    }

    private static void Report(RestoreContext context, string spec, FrozenSet<string> dropped)
    {
        foreach (var name in dropped.Order(StringComparer.Ordinal))
        {
            context.Report(
                FindingIds.InterfaceDropped,
                FindingSeverity.Warning,
                spec + "/networks",
                $"The network '{name}' is taken off the guest, with its interface: the guest comes back without it."
            );
        }
    }
}
