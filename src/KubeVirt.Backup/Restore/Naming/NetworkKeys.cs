using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The annotations of guests whose keys begin with the name and namespace of a network: what kube-ovn is asked for on a
/// network other than the first.
/// </summary>
/// <remarks>
/// Source: kube-ovn pkg/util/const.go, <c>IPAddressAnnotationTemplate</c> and its like, for a provider
/// <c>name.namespace.ovn</c> or <c>name.namespace</c>. A name with a dot cannot be told from its namespace, and stays.
/// </remarks>
internal static class NetworkKeys
{
    /// <summary>Renames the keys of networks that a map names.</summary>
    /// <param name="context">Any object; nothing happens where it holds no guest.</param>
    public static void Map(RestoreContext context)
    {
        if (MachineSpec.PointerIn(context.Id.Kind) is null)
            return;

        // A standalone instance is its own template.
        var at = MachineSpec.TemplateIn(context.Id.Kind) + "/metadata/annotations";
        var renamed = new List<(string Key, string Text)>();
        foreach (var key in context.Draft.NamesAt(at).ToList())
        {
            var pointer = $"{at}/{JsonPointer.Escape(key)}";
            if (Mapped(context.Names, key) is not { } now || context.Draft.StringAt(pointer) is not { } text)
                continue;

            renamed.Add((now, text));
            context.Draft.Remove(pointer);
        }

        // When all are gone: a map may exchange two networks.
        foreach (var (key, text) in renamed)
            context.Draft.Set($"{at}/{JsonPointer.Escape(key)}", text);
    }

    /// <summary>The key for the network's new name; <see langword="null"/> where it keeps its name, or is none.</summary>
    private static string? Mapped(NameMap names, string key)
    {
        if (key.Split('/') is not [var prefix, var rest] || Split(prefix) is not var (name, space, suffix))
            return null;
        if (!ResourceId.IsName(name) || !ResourceId.IsName(space))
            return null;

        var network = new ResourceId(Kinds.NetworkAttachmentDefinition, space, name);
        var now = names.Map(network);

        return now == network ? null : $"{now.Name}.{now.Namespace}.{suffix}/{rest}";
    }

    private static (string Name, string Namespace, string Suffix)? Split(string prefix) =>
        prefix.Split('.') switch
        {
            [var name, var space, "ovn", "kubernetes", "io"] => (name, space, "ovn.kubernetes.io"),
            [var name, var space, "kubernetes", "io"] => (name, space, "kubernetes.io"),
            _ => null,
        };
}
