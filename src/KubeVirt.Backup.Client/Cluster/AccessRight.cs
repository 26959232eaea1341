namespace KubeVirt.Backup.Client.Cluster;

/// <summary>A right as RBAC grants it.</summary>
/// <param name="Verb">The verb, such as <c>list</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, with <c>/</c> and a subresource where one is meant.</param>
/// <remarks>Source: Kubernetes staging/src/k8s.io/api/rbac/v1/types.go, PolicyRule.</remarks>
internal sealed record AccessRight(string Verb, string Group, string Resource)
{
    /// <summary>As in <c>update on virtualmachineinstances/freeze in subresources.kubevirt.io</c>.</summary>
    public override string ToString() => $"{Verb} on {Resource}{(Group.Length == 0 ? "" : $" in {Group}")}";
}
