namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a route of the Gateway API for HTTP.</summary>
/// <remarks>Source: Gateway API apis/v1, HTTPRouteSpec.</remarks>
public sealed class HTTPRouteResolver() : GatewayRouteResolver("HTTPRoute");
