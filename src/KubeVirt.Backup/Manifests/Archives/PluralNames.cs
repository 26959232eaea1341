using System.Collections.Frozen;

namespace KubeVirt.Backup.Manifests;

/// <summary>The plural names under which an API server serves kinds, as far as they can be told without one.</summary>
/// <remarks>
/// Source: Kubernetes apimachinery pkg/api/meta/restmapper.go (UnsafeGuessKindToResource); the exceptions are those of the CustomResourceDefinitions of multus
/// and of the Gateway API. Needed for writing only: what an archive holds says its kind itself.
/// </remarks>
internal static class PluralNames
{
    private static readonly FrozenDictionary<GroupKind, string> Exceptions = new Dictionary<GroupKind, string>
    {
        [Kinds.NetworkAttachmentDefinition] = "network-attachment-definitions",
        [new GroupKind("gateway.networking.k8s.io", "Gateway")] = "gateways",
    }.ToFrozenDictionary();

    /// <summary>Plural and group, as velero's folders are called: <c>pods</c>, <c>virtualmachines.kubevirt.io</c>.</summary>
    public static string Of(GroupKind kind)
    {
        var plural = Exceptions.GetValueOrDefault(kind) ?? Guess(kind.Kind.ToLowerInvariant());
        return kind.Group.Length == 0 ? plural : $"{plural}.{kind.Group}";
    }

    private static string Guess(string singular) => singular switch
    {
        _ when singular.EndsWith("endpoints", StringComparison.Ordinal) => singular,
        [.., 's'] => singular + "es",
        [.. var stem, 'y'] => stem + "ies",
        _ => singular + "s",
    };
}
