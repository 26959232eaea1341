namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a route of the Gateway API for TCP.</summary>
/// <remarks>Source: Gateway API apis/v1alpha2, TCPRouteSpec.</remarks>
public sealed class TCPRouteResolver() : GatewayRouteResolver("TCPRoute");
