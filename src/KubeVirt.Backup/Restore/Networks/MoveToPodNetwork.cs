using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Moves interfaces from multus networks to the pod network. A machine for which that cannot be done wholly is left
/// out: no interface is lost silently.
/// </summary>
/// <param name="networks">The NetworkAttachmentDefinitions to move off, by their ids in the backup.</param>
/// <remarks>Source: KubeVirt pkg/network/admitter: a guest has at most one pod network, and SR-IOV has none.</remarks>
public sealed class MovePodNetworks(IEnumerable<ResourceId> networks) : RestorePolicy("move-to-pod-network")
{
    private readonly FrozenSet<ResourceId> _networks = networks.ToFrozenSet();

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _networks;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_networks.Contains(context.Id))
            context.Skip("The pod network stands in for it.", SkipOutcome.MadeAnew);
        if (
            context.IsSkipped
            || MachineSpec.PointerIn(context.Id.Kind) is not { } spec
            || NetworkDraft.TryRefuseAnnotated(context, _networks)
        )
            return;
        var moved = NetworkDraft
            .Attached(context, spec)
            .Where(network => _networks.Contains(network.Attachment))
            .Select(network => (network.Name, Pointer: NetworkDraft.Network(context, spec, network.Name)))
            .Where(network => network.Pointer is not null && context.Draft.At(network.Pointer + "/multus") is not null)
            .ToList();
        if (moved.Count == 0)
            return;
        if (moved.Count + context.Draft.Find(spec + "/networks/*/pod").Count > 1)
            NetworkDraft.Refuse(
                context,
                moved[0].Pointer + "/multus",
                "A guest can have one pod network, and it would get more."
            );
        else
            Move(context, moved[0].Pointer!, NetworkDraft.Interfaces(context, spec, moved[0].Name).FirstOrDefault());
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
                "A bridged interface on the pod network needs permitBridgeInterfaceOnPodNetwork in the target's KubeVirt, and keeps the guest from migrating. Consider masquerade."
            );
        }
    }
}
