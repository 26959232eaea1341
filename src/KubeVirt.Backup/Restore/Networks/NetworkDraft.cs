using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds a guest's networks and their interfaces by name, since their places move when one before them is dropped.
/// </summary>
internal static class NetworkDraft
{
    /// <summary>
    /// The names of the guest's networks that refer to some NetworkAttachmentDefinitions, with those.
    /// </summary>
    public static IReadOnlyList<(string Name, ResourceId Attachment)> Attached(RestoreContext context, string spec) =>
        [
            .. from edge in context.Graph.EdgesFrom(context.Id)
            where
                edge.To.Kind == Kinds.NetworkAttachmentDefinition
                && edge.Path.StartsWith(spec + "/networks/", StringComparison.Ordinal)
            let name = context.Original.StringAt(JsonPointer.Parent(JsonPointer.Parent(edge.Path)) + "/name")
            where name is not null
            select (name, edge.To),
        ];

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

    /// <summary>The pointer to a network; <see langword="null"/> where it is gone.</summary>
    public static string? Network(RestoreContext context, string spec, string name) =>
        Named(context, spec + "/networks/*", name).FirstOrDefault();

    /// <summary>The pointers to the interfaces on a network.</summary>
    public static IEnumerable<string> Interfaces(RestoreContext context, string spec, string name) =>
        Named(context, spec + "/domain/devices/interfaces/*", name);

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

    /// <summary>The pointers to the items of a list that have a name.</summary>
    private static IEnumerable<string> Named(RestoreContext context, string items, string name) =>
        context.Draft.Find(items).Where(item => context.Draft.StringAt(item + "/name") == name);
}
