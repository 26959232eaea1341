namespace KubeVirt.Backup.Comparing;

/// <summary>One node of the answer of KubeVirt's objectgraph subresource.</summary>
/// <param name="Resource">The object; KubeVirt does not look whether it exists.</param>
/// <param name="Parent">The node above; <see langword="null"/> for the root.</param>
/// <param name="DependencyType">
/// The label <c>kubevirt.io/dependency-type</c>: storage, network, compute or config; <see langword="null"/> where
/// there is none.
/// </param>
/// <param name="IsOptional">Whether KubeVirt calls it optional: it may be on the target already.</param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, ObjectGraphNode.</remarks>
public sealed record ObjectGraphNode(ResourceId Resource, ResourceId? Parent, string? DependencyType, bool IsOptional);
