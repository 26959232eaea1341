using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Moves interfaces from multus networks to the pod network. A machine for which that cannot be done wholly is skipped
/// as an error: no interface is lost silently.
/// </summary>
/// <param name="networks">The NetworkAttachmentDefinitions to move off, by their ids in the backup.</param>
/// <remarks>
/// For a target without these networks. The definitions themselves are not restored. The reverse is
/// <see cref="MoveOffPodNetwork"/>. Source: KubeVirt pkg/network/admitter: a guest has at most one pod network, and
/// SR-IOV has none.
/// </remarks>
public sealed class MoveToPodNetwork(IEnumerable<ResourceId> networks) : RestorePolicy("move-to-pod-network")
{
    private readonly FrozenSet<ResourceId> _networks = networks?.ToFrozenSet()
        ?? throw new ArgumentNullException(nameof(networks));

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _networks;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_networks.Contains(context.Id))
            context.Skip("The pod network stands in for it.", SkipOutcome.MadeAnew);
        if (context.IsSkipped || MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;
        if (NetworkDraft.TryRefuseAnnotated(context, _networks))
            return;

        var moved = NetworksToMove(context, spec);
        if (moved.Count == 0)
            return;

        if (moved.Count + context.Draft.Find(spec + "/networks/*/pod").Count > 1)
        {
            NetworkDraft.Refuse(
                context,
                moved[0].Pointer + "/multus",
                "A guest can have one pod network, and it would get more."
            );
            return;
        }

        var interfaces = NetworkDraft.Interfaces(context, spec, moved[0].Name);
        Move(context, moved[0].Pointer, interfaces.FirstOrDefault());
    }

    /// <summary>
    /// The networks of the guest that are to be moved and that no earlier policy has moved or removed.
    /// </summary>
    private List<NetworkItem> NetworksToMove(RestoreContext context, string spec)
    {
        var items = new List<NetworkItem>();
        var networks = NetworkDraft.Networks(context, spec);
        foreach (var (name, attachment) in NetworkDraft.Attached(context, spec))
        {
            if (!_networks.Contains(attachment) || !networks.TryGetValue(name, out var pointer))
                continue;
            if (context.Draft.At(pointer + "/multus") is not null)
                items.Add(new NetworkItem(name, pointer));
        }

        return items;
    }

    private static void Move(RestoreContext context, string network, string? nic)
    {
        if (nic is not null && context.Draft.At(nic + "/sriov") is not null)
        {
            NetworkDraft.Refuse(context, nic, "An SR-IOV interface cannot be on the pod network.");
            return;
        }

        context.Draft.Remove(network + "/multus");
        context.Draft.Set(network + "/pod", new JsonObject());
        if (nic is not null && context.Draft.At(nic + "/bridge") is not null)
        {
            context.Report(
                FindingIds.NetworkNotMapped,
                FindingSeverity.Warning,
                nic,
                "A bridged interface on the pod network needs permitBridgeInterfaceOnPodNetwork in the "
                    + "target's KubeVirt, and keeps the guest from migrating. Consider masquerade."
            );
        }
    }

    private readonly record struct NetworkItem(string Name, string Pointer);
}
