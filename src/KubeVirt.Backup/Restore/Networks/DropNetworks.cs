using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Takes networks off guests, with their interfaces, and says which. To be used after a preset: what stands behind them
/// moves, and references are found by their place.
/// </summary>
/// <param name="networks">NetworkAttachmentDefinitions, by their ids in the backup.</param>
/// <param name="pod">Whether the pod network goes too. Default: no.</param>
/// <remarks>
/// Source: KubeVirt pkg/network/admitter/netiface.go: neither a network without its interface nor the reverse is
/// accepted; pkg/network/vmispec/defaults.go: a guest with neither gets the pod network, unless
/// <c>autoattachPodInterface</c> is false.
/// </remarks>
public sealed class DropNetworks(IEnumerable<ResourceId> networks, bool pod = false) : RestorePolicy("drop-networks")
{
    private readonly FrozenSet<ResourceId> _networks = networks.ToFrozenSet();

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _networks;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            MachineSpec.PointerIn(context.Id.Kind) is not { } spec
            || NetworkDraft.TryRefuseAnnotated(context, _networks)
        )
            return;
        var dropped = NetworkDraft
            .Attached(context, spec)
            .Where(network => _networks.Contains(network.Attachment))
            .Select(network => network.Name)
            .Concat(
                pod
                    ? context
                        .Draft.Find(spec + "/networks/*/pod")
                        .Select(found => context.Draft.StringAt(found[..^"pod".Length] + "name"))
                        .OfType<string>()
                    : []
            )
            .Where(name => NetworkDraft.Network(context, spec, name) is not null)
            .ToFrozenSet();
        if (dropped.Count == 0)
            return;
        foreach (
            var item in context
                .Draft.Find(spec + "/networks/*")
                .Concat(context.Draft.Find(spec + "/domain/devices/interfaces/*"))
                .Reverse()
                .Where(item => dropped.Contains(context.Draft.StringAt(item + "/name") ?? ""))
        )
            context.Draft.Remove(item);
        foreach (var name in dropped.Order(StringComparer.Ordinal))
            context.Report(
                FindingIds.InterfaceDropped,
                FindingSeverity.Warning,
                spec + "/networks",
                $"The network '{name}' is taken off the guest, with its interface: the guest comes back without it."
            );
        if (
            context.Draft.Find(spec + "/networks/*").Count == 0
            && context.Draft.Find(spec + "/domain/devices/interfaces/*").Count == 0
        )
            context.Draft.Set(spec + "/domain/devices/autoattachPodInterface", false);
    }
}
