using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a route of the Gateway API: the Services that it publishes, and the gateways that do so.</summary>
/// <remarks>Source: Gateway API apis/v1 and v1alpha2, BackendRef and ParentReference. It is accepted without them.</remarks>
/// <param name="kind">The kind of route, all of which are alike here: <c>HTTPRoute</c>, <c>TLSRoute</c> and so on.</param>
public abstract class GatewayRouteResolver(string kind)
    : TableResolver(
        new GroupKind("gateway.networking.k8s.io", kind),
        [
            new("/spec/rules/*/backendRefs/*/name", Kinds.Service, "published Service")
            {
                KindFrom = Backend,
                Form = ReferenceForm.NameBesideNamespace,
                Requirement = Requirement.Optional,
                JoinsTarget = true,
                Source = Api,
            },
            new("/spec/parentRefs/*/name", Gateway, "gateway that publishes it")
            {
                KindFrom = Parent,
                Form = ReferenceForm.NameBesideNamespace,
                Requirement = Requirement.Optional,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "Gateway API apis/v1 BackendRef, ParentReference";

    private static readonly GroupKind Gateway = GroupKind.Parse("Gateway.gateway.networking.k8s.io");

    /// <summary>What a route leads to is a Service where it does not say so.</summary>
    internal static readonly KindFrom Backend = Of(Kinds.Service);

    /// <summary>What publishes a route is a Gateway where it does not say so.</summary>
    internal static readonly KindFrom Parent = Of(Gateway);

    private static KindFrom Of(GroupKind usual) =>
        new(["group", "kind"], (group, kind) => new GroupKind(group ?? usual.Group, kind ?? usual.Kind))
        {
            Kinds = [usual],
        };
}
