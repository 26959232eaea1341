using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds a guest's networks and their interfaces by name, since their places move when one before them is dropped.
/// </summary>
internal static class NetworkDraft
{
    private const string Names = "/networks/*/name";

    /// <summary>
    /// The names of the guest's networks that refer to some NetworkAttachmentDefinitions, with those.
    /// </summary>
    public static IReadOnlyList<(string Name, ResourceId Attachment)> Attached(RestoreContext context, string spec)
    {
        var edges = context.Graph.EdgesFrom(context.Id).Where(edge => IsOfNetwork(edge, spec)).ToList();
        if (edges.Count == 0 || context.Original.At("") is not { } original)
            return [];

        var names = ElementPointer
            .Texts(original, spec + Names)
            .ToDictionary(found => found.Pointer, found => found.Text);

        return
        [
            .. from edge in edges
            let network = JsonPointer.Parent(JsonPointer.Parent(edge.Path))
            where names.ContainsKey(network + "/name")
            select (names[network + "/name"], edge.To),
        ];
    }

    /// <summary>
    /// Leaves the machine out where an annotation chooses one of some networks for its pod: no interface tells what it
    /// is for, so there is nothing to move or to drop.
    /// </summary>
    /// <returns>Whether the machine was skipped.</returns>
    public static bool TryRefuseAnnotated(RestoreContext context, IReadOnlySet<ResourceId> networks)
    {
        foreach (var edge in context.Graph.EdgesFrom(context.Id))
        {
            if (
                edge.Reference.Form != ReferenceForm.NetworkSelection
                || !networks.Contains(edge.To)
                || context.Draft.At(edge.Path) is null
            )
                continue;

            Refuse(
                context,
                edge.Path,
                $"An annotation chooses {edge.To} for the guest's pod. Remove the annotation, or map the "
                    + "network to another one."
            );
            return true;
        }

        return false;
    }

    /// <summary>The pointers to the networks that are there now, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Networks(RestoreContext context, string spec) =>
        context
            .Draft.TextsAt(spec + Names)
            .DistinctBy(found => found.Text)
            .ToDictionary(found => found.Text, found => JsonPointer.Parent(found.Pointer), StringComparer.Ordinal);

    /// <summary>The pointers to the interfaces on a network.</summary>
    public static IEnumerable<string> Interfaces(RestoreContext context, string spec, string name) =>
        context
            .Draft.TextsAt(spec + "/domain/devices/interfaces/*/name")
            .Where(found => found.Text == name)
            .Select(found => JsonPointer.Parent(found.Pointer));

    /// <summary>
    /// Leaves the machine out: with a part of its networks it would come up where it must not, or not at all.
    /// </summary>
    public static void Refuse(RestoreContext context, string path, string reason)
    {
        context.Report(
            FindingIds.NetworkNotMapped,
            FindingSeverity.Error,
            path,
            reason + " The machine is not restored; map its networks otherwise."
        );
        context.Skip("Its networks cannot be mapped.");
    }

    private static bool IsOfNetwork(ResourceEdge edge, string spec) =>
        edge.To.Kind == Kinds.NetworkAttachmentDefinition
        && edge.Path.StartsWith(spec + "/networks/", StringComparison.Ordinal);
}
