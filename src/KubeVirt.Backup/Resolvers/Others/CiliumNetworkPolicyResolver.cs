using System.Text.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a CiliumNetworkPolicy chooses: the machines of which it says who may speak to them.</summary>
/// <remarks>Source: Cilium pkg/k8s/apis/cilium.io/v2/cnp_types.go; pkg/policy/api/rule.go, EndpointSelector.</remarks>
public sealed class CiliumNetworkPolicyResolver()
    : SelectorResolver(
        GroupKind.Parse("CiliumNetworkPolicy.cilium.io"),
        "/spec/endpointSelector",
        Kinds.Pod,
        "says who may speak to the machine"
    )
{
    /// <inheritdoc/>
    protected override IEnumerable<string> PathsIn(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var rules = resource.At("/specs") is { ValueKind: JsonValueKind.Array } specs ? specs.GetArrayLength() : 0;

        return Enumerable.Range(0, rules).Select(rule => $"/specs/{rule}/endpointSelector").Prepend(Path);
    }
}
