using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>What network plug-ins want repeated of the name of a NetworkAttachmentDefinition.</summary>
/// <remarks>
/// Sources: ovn-kubernetes go-controller/pkg/util/multi_network.go, <c>netAttachDefName</c>, which refuses another name than
/// that of the object; kube-ovn pkg/util/const.go and docs of its multus integration, <c>provider</c> as
/// <c>name.namespace.ovn</c> or without the last part, also in its Subnets.
/// </remarks>
internal static class NetworkTexts
{
    private const string Config = "/spec/config";

    /// <summary>The addresses of a network of kube-ovn; cluster-scoped, so that the provider says whose they are.</summary>
    private static readonly GroupKind Subnet = new("kubeovn.io", "Subnet");

    /// <summary>The forms in which plug-ins write the name of a network.</summary>
    private static readonly Func<ResourceId, string>[] Forms =
    [
        id => $"{id.Namespace}/{id.Name}",
        id => $"{id.Name}.{id.Namespace}",
        id => $"{id.Name}.{id.Namespace}.ovn",
    ];

    /// <summary>Rewrites the texts of a network, or reports them.</summary>
    /// <param name="context">Any object; nothing happens where it is no network.</param>
    public static void Map(RestoreContext context)
    {
        if (context.Id.Kind == Subnet)
            MapSubnet(context);
        if (context.Id.Kind != Kinds.NetworkAttachmentDefinition)
            return;
        if (context.Original.StringAt(Config) is not { } config || context.Draft.StringAt(Config) != config)
            return;

        var now = context.Names.Map(context.Id);
        if (now == context.Id)
            return;

        var mapped = Rewrite(config, context.Id, now);
        if (mapped is not null)
            context.Draft.SetText(Config, mapped);
        if (Array.Exists(Forms, form => Holds(mapped ?? config, form(context.Id))))
            Report(context, now);
    }

    /// <summary>
    /// The text with each of its values that is a form of the name rewritten, and all else as it was;
    /// <see langword="null"/> where it is no JSON.
    /// </summary>
    private static string? Rewrite(string config, ResourceId old, ResourceId now)
    {
        try
        {
            using var document = JsonDocument.Parse(
                config,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = JsonLimits.MaxDepth }
            );
            var mapped = config;
            foreach (var place in TextPlace.TextsIn(document.RootElement))
            {
                foreach (var form in Forms.Where(form => form(old) == place.Text))
                    mapped = EmbeddedJson.Replace(mapped, place.Pointer, place.Text, form(now)) ?? mapped;
            }

            return mapped;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a name stands in a text, and not as a part of a longer one.</summary>
    private static bool Holds(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; )
        {
            var end = at + name.Length;
            var isWhole = (at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end]));
            if (isWhole)
                return true;

            at = text.IndexOf(name, end, StringComparison.Ordinal);
        }

        return false;
    }

    /// <summary>Whether a character can stand in a longer name, or in one with a namespace.</summary>
    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/';

    /// <summary>Maps the network that a Subnet of kube-ovn serves, and the namespaces that use it.</summary>
    private static void MapSubnet(RestoreContext context)
    {
        const string Provider = "/spec/provider";
        if (context.Original.StringAt(Provider)?.Split('.') is [var name, var namespaceName, "ovn"])
        {
            var network = new ResourceId(Kinds.NetworkAttachmentDefinition, namespaceName, name);
            context.Draft.SetText(Provider, Forms[^1](context.Names.Map(network)));
        }

        foreach (var pointer in context.Draft.Find("/spec/namespaces/*"))
        {
            var written = context.Original.StringAt(pointer);
            if (written is not null && written == context.Draft.StringAt(pointer))
                context.Draft.SetText(pointer, context.Names.MapNamespace(written));
        }
    }

    /// <summary>Reports a name that is left in the text, as in one that is no JSON.</summary>
    private static void Report(RestoreContext context, ResourceId now) =>
        context.Report(
            FindingIds.RenameNotFollowed,
            FindingSeverity.Warning,
            Config,
            $"The configuration repeats the name {context.Id.Namespace}/{context.Id.Name} in a way that is not known; it "
                + $"stays as it is. Change it to {now.Namespace}/{now.Name} where the plug-in compares them."
        );
}
