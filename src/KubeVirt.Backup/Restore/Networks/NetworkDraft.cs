using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Finds a guest's networks and their interfaces by name, since their places move when one before them is dropped.</summary>
internal static class NetworkDraft
{
    /// <summary>The names of the guest's networks that refer to some NetworkAttachmentDefinitions, with those.</summary>
    public static IReadOnlyList<(string Name, ResourceId Attachment)> Attached(RestoreContext context, string spec) =>
        [.. from edge in context.Graph.EdgesFrom(context.Id)
            where edge.To.Kind == Kinds.NetworkAttachmentDefinition && edge.Path.StartsWith(spec + "/networks/", StringComparison.Ordinal)
            let name = context.Original.StringAt(JsonPointer.Parent(JsonPointer.Parent(edge.Path)) + "/name")
            where name is not null
            select (name, edge.To)];

    /// <summary>The pointer to a network; <see langword="null"/> where it is gone.</summary>
    public static string? Network(RestoreContext context, string spec, string name) => Named(context, spec + "/networks/*", name).FirstOrDefault();

    /// <summary>The pointers to the interfaces on a network.</summary>
    public static IEnumerable<string> Interfaces(RestoreContext context, string spec, string name) => Named(context, spec + "/domain/devices/interfaces/*", name);

    /// <summary>Leaves the machine out: with a part of its networks it would come up where it must not, or not at all.</summary>
    public static void Refuse(RestoreContext context, string path, string reason)
    {
        context.Report(FindingIds.NetworkNotMapped, FindingSeverity.Error, path, reason + " The machine is not restored; map its networks otherwise.");
        context.Skip("Its networks cannot be mapped.");
    }

    private static IEnumerable<string> Named(RestoreContext context, string items, string name) => context.Draft.Find(items).Where(item => context.Draft.StringAt(item + "/name") == name);
}
