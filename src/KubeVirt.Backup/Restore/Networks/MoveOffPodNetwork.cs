using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Moves interfaces from the pod network to a multus network. Bindings that work on the pod network alone are replaced.
/// </summary>
/// <remarks>
/// The reverse is <see cref="MoveToPodNetwork"/>. Every move is reported, since Services no longer reach the guest. A
/// guest that names no interface is on the pod network by default, and moves as well.
/// Source: KubeVirt pkg/network/vmispec/defaults.go, SetDefaultNetworkInterface; pkg/network/admitter/binding.go and
/// passt.go ("only implemented with pod network"); api/core/v1 schema.go.
/// </remarks>
public sealed class MoveOffPodNetwork : RestorePolicy
{
    private static readonly string[] PodOnly = ["masquerade", "passt", "passtBinding", "slirp"];

    private readonly ResourceId _network;
    private readonly string _binding;
    private readonly FrozenSet<string>? _interfaces;

    /// <summary>One network for all interfaces that move.</summary>
    /// <param name="network">The NetworkAttachmentDefinition, as it is called in the target.</param>
    /// <param name="interfaces">Names of interfaces to move. Default: whichever is on the pod network.</param>
    /// <param name="binding">
    /// What replaces a binding of the pod network, one of <see cref="Bindings"/>. Default: <c>bridge</c>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no such binding on multus networks, or the network is none.
    /// </exception>
    public MoveOffPodNetwork(ResourceId network, IEnumerable<string>? interfaces = null, string binding = "bridge")
        : base("move-off-pod-network")
    {
        if (network.Kind != Kinds.NetworkAttachmentDefinition || network.Namespace is null)
            throw new ArgumentException(
                $"{network} is no NetworkAttachmentDefinition in a namespace.",
                nameof(network)
            );
        if (!Bindings.Contains(binding))
            throw new ArgumentException(
                $"'{binding}' is no binding for a multus network. There are {string.Join(", ", Bindings)}.",
                nameof(binding)
            );
        _network = network;
        _binding = binding;
        _interfaces = interfaces?.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The bindings of multus networks that are part of KubeVirt.</summary>
    public static IReadOnlyList<string> Bindings { get; } = ["bridge", "sriov"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        MoveImplied(context, spec);
        foreach (var pod in context.Draft.Find(spec + "/networks/*/pod"))
        {
            var network = pod[..^"/pod".Length];
            if (context.Draft.StringAt(network + "/name") is { } name && _interfaces?.Contains(name) != false)
                Move(context, spec, network, name);
        }
    }

    /// <summary>
    /// A guest that names no interface is put on the pod network by KubeVirt, so it gets the interface that KubeVirt
    /// would make.
    /// </summary>
    private void MoveImplied(RestoreContext context, string spec)
    {
        const string Default = "default";
        var devices = spec + "/domain/devices";
        if (
            _interfaces?.Contains(Default) == false
            || context.Draft.At(spec + "/domain") is null
            || context.Draft.At(devices + "/autoattachPodInterface")?.ToJsonString() == "false"
            || context.Draft.Find(devices + "/interfaces/*").Any()
            || context.Draft.Find(spec + "/networks/*").Any()
        )
        {
            return;
        }

        context.Draft.Set(
            devices + "/interfaces",
            new JsonArray(new JsonObject { ["name"] = Default, [_binding] = new JsonObject() })
        );
        context.Draft.Set(
            spec + "/networks",
            new JsonArray(new JsonObject { ["name"] = Default, ["multus"] = Attachment() })
        );
        Report(context, devices + "/interfaces/0");
    }

    private void Move(RestoreContext context, string spec, string network, string name)
    {
        context.Draft.Remove(network + "/pod");
        context.Draft.Set(network + "/multus", Attachment());
        foreach (var nic in NetworkDraft.Interfaces(context, spec, name))
        {
            foreach (var binding in PodOnly.Where(binding => context.Draft.Remove($"{nic}/{binding}")))
                context.Draft.Set($"{nic}/{_binding}", new JsonObject());
            Report(context, nic);
            if (context.Draft.StringAt(nic + "/binding/name") is { } plugin)
                context.Report(
                    FindingIds.NetworkNotMapped,
                    FindingSeverity.Warning,
                    nic + "/binding",
                    $"The binding plug-in {plugin} is kept. Check that it works on multus networks."
                );
        }
    }

    /// <summary>What stands below <c>multus</c>. A tree of its own at each call, as a node has one parent.</summary>
    private JsonObject Attachment() => new() { ["networkName"] = $"{_network.Namespace}/{_network.Name}" };

    private void Report(RestoreContext context, string nic) =>
        context.Report(
            FindingIds.NetworkNotMapped,
            FindingSeverity.Warning,
            nic,
            $"The interface leaves the pod network for {_network.Namespace}/{_network.Name}: Services, probes "
                + "and network policies no longer reach the guest there, and its IP address is that network's "
                + "affair."
        );
}
