namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a route of the Gateway API for TLS.</summary>
/// <remarks>Source: Gateway API apis/v1alpha2, TLSRouteSpec.</remarks>
public sealed class TLSRouteResolver() : GatewayRouteResolver("TLSRoute");
