using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a KubeVirt: the networks of its binding plug-ins, and the storage class of persistent state.
/// </summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, InterfaceBindingPlugin and KubeVirtConfiguration. A
/// network without a namespace is one of each guest's own namespace, so that it names no one object.
/// </remarks>
public sealed class KubeVirtResolver()
    : TableResolver(
        Kinds.KubeVirt,
        [
            new("/spec/configuration/vmStateStorageClass", Kinds.StorageClass, "storage class of persistent state")
            {
                Requirement = Requirement.Optional,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
        ]
    )
{
    private const string Bindings = "/spec/configuration/network/binding";
    private const string Network = "networkAttachmentDefinition";

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (fields.Resource.At(Bindings) is not { ValueKind: JsonValueKind.Object } bindings)
            return;

        foreach (var binding in bindings.EnumerateObject())
        {
            if (NetworkOf(binding.Value) is not { } network)
                continue;

            var path = $"{Bindings}/{JsonPointer.Escape(binding.Name)}/{Network}";
            references.Add(
                new Reference(
                    ReferenceTarget.Named(network),
                    path,
                    Relation.Needs,
                    Requirement.Optional,
                    "network of a binding plug-in"
                )
                {
                    Form = ReferenceForm.NamespaceSlashName,
                }
            );
        }
    }

    /// <summary>The network that a plug-in names with its namespace.</summary>
    private static ResourceId? NetworkOf(JsonElement binding)
    {
        if (binding.ValueKind != JsonValueKind.Object)
            return null;
        if (!binding.TryGetProperty(Network, out var written) || written.ValueKind != JsonValueKind.String)
            return null;
        if (written.GetString()!.Split('/') is not [var namespaceName, var name])
            return null;

        return ResourceId.IsName(namespaceName) && ResourceId.IsName(name)
            ? new ResourceId(Kinds.NetworkAttachmentDefinition, namespaceName, name)
            : null;
    }
}
