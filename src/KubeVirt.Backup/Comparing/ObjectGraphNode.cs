namespace KubeVirt.Backup.Comparing;

/// <summary>One node of the graph that KubeVirt's objectgraph subresource returns.</summary>
/// <param name="Resource">The object. KubeVirt does not check whether it exists.</param>
/// <param name="Parent">The node above; <see langword="null"/> for the root.</param>
/// <param name="DependencyType">
/// The label <c>kubevirt.io/dependency-type</c>: storage, network, compute or config; <see langword="null"/> where
/// there is none.
/// </param>
/// <param name="IsOptional">Whether KubeVirt marks it as optional: it may exist in the target cluster already.</param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, ObjectGraphNode.</remarks>
public sealed record ObjectGraphNode(ResourceId Resource, ResourceId? Parent, string? DependencyType, bool IsOptional);
