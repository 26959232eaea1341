namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a route of the Gateway API for gRPC.</summary>
/// <remarks>Source: Gateway API apis/v1, GRPCRouteSpec.</remarks>
public sealed class GRPCRouteResolver() : GatewayRouteResolver("GRPCRoute");
