using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The annotations that choose networks of a guest's pod as JSON, where each choice may ask for fixed addresses.
/// </summary>
/// <remarks>
/// Source: Kubernetes Network Plumbing Working Group, multi-network specification 1.3, 4.1.2: <c>mac</c>, <c>ips</c>,
/// <c>infiniband-guid</c>.
/// </remarks>
internal static class NetworkSelections
{
    /// <summary>The annotations: further networks of the pod, and the one in place of the cluster's own.</summary>
    private static readonly string[] Keys = ["k8s.v1.cni.cncf.io/networks", "v1.multus-cni.io/default-network"];

    /// <summary>A member that stands twice leaves open which one counts, so such a text is left alone.</summary>
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    /// <summary>The members that hold addresses of the link layer.</summary>
    public static IReadOnlyList<string> Macs { get; } = ["mac", "infiniband-guid"];

    /// <summary>The members that hold addresses of any layer.</summary>
    public static IReadOnlyList<string> Addresses { get; } = [.. Macs, "ips"];

    /// <summary>Takes members off each choice. The short form, names divided by commas, has none.</summary>
    public static void Remove(RestoreContext context, IReadOnlyList<string> members)
    {
        foreach (var pointer in StaticAddressKeys.Find(context, Keys))
        {
            if (
                Parse(context.Draft.StringAt(pointer)) is { } selections
                && selections.Sum(selection => members.Count(selection.Remove)) > 0
            )
                context.Draft.Set(pointer, NodeValue.ToText(selections[0].Parent ?? selections[0]));
        }
    }

    /// <summary>The pointers to annotations of which a choice asks for a fixed address.</summary>
    /// <param name="context">The guest; other objects have none.</param>
    public static IEnumerable<string> WithAddresses(RestoreContext context) =>
        StaticAddressKeys
            .Find(context, Keys)
            .Where(pointer =>
                Parse(context.Draft.StringAt(pointer)) is { } selections
                && selections.Exists(selection => Addresses.Any(selection.ContainsKey))
            );

    /// <summary>The choices of an annotation; <see langword="null"/> for the short form and for other texts.</summary>
    private static List<JsonObject>? Parse(string? text)
    {
        try
        {
            return JsonNode.Parse(text ?? "", null, Reading) switch
            {
                JsonArray { Count: > 0 } array when array.All(item => item is JsonObject) =>
                [
                    .. array.Cast<JsonObject>(),
                ],
                JsonObject selection => [selection],
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
