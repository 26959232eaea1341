using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The names in a VirtualMachineTemplate that are no references yet: namespaces beside names with parameters in them, and
/// the values of parameters.
/// </summary>
/// <remarks>
/// A namespace that is written out follows the map. Whether a value is the name of something, nothing tells: where a map
/// has that name, it is reported. Source: kubevirt/virt-template api/core/v1beta1/virtualmachinetemplate_types.go.
/// </remarks>
internal static class TemplateNames
{
    /// <summary>Where the spec of the embedded machine stands.</summary>
    private const string Machine = MachineSpec.EmbeddedMachine + "/spec";

    /// <summary>Where the specs of its DataVolume templates stand.</summary>
    private const string Volumes = Machine + "/dataVolumeTemplates/*/spec";

    /// <summary>The texts that are <c>namespace/name</c>.</summary>
    private static readonly string[] Qualified = [Machine + "/template/spec/networks/*/multus/networkName"];

    /// <summary>The namespaces of names that stand beside them.</summary>
    private static readonly string[] Namespaces =
    [
        Volumes + "/sourceRef/namespace",
        Volumes + "/source/pvc/namespace",
        Volumes + "/source/snapshot/namespace",
        Volumes + "/pvc/dataSourceRef/namespace",
        Volumes + "/storage/dataSourceRef/namespace",
    ];

    /// <summary>Maps what can be mapped, and reports the values that may be names.</summary>
    public static void Map(RestoreContext context)
    {
        if (context.Names.IsEmpty)
            return;

        foreach (var pointer in Namespaces.SelectMany(context.Draft.Find))
        {
            if (TemplateParameters.IsIn(context.Draft.StringAt(JsonPointer.Parent(pointer) + "/name")))
                MapNamespace(context, pointer, "");
        }

        foreach (var pointer in Qualified.SelectMany(context.Draft.Find))
        {
            var written = context.Draft.StringAt(pointer);
            if (
                TemplateParameters.IsIn(written) && written!.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            )
                MapNamespace(context, pointer, written[slash..]);
        }

        foreach (var value in context.Draft.Find("/spec/parameters/*/value"))
            ReportValue(context, value);
    }

    /// <summary>Maps a namespace that is written out, with what follows it in the text.</summary>
    private static void MapNamespace(RestoreContext context, string pointer, string rest)
    {
        var written = context.Draft.StringAt(pointer);
        if (written is null)
            return;

        var namespaceName = written[..^rest.Length];
        if (!TemplateParameters.IsIn(namespaceName))
            context.Draft.SetText(pointer, context.Names.MapNamespace(namespaceName) + rest);
    }

    /// <summary>Reports a value that is the name of something that a map names, once for each such thing.</summary>
    private static void ReportValue(RestoreContext context, string pointer)
    {
        var value = context.Draft.StringAt(pointer);
        foreach (var id in context.Names.Sources)
        {
            if (value != id.Name && value != $"{id.Namespace}/{id.Name}")
                continue;

            context.Report(
                FindingIds.RenameNotFollowed,
                FindingSeverity.Warning,
                pointer,
                $"The value of the parameter may name {id}, which becomes {context.Names.Map(id)}; it stays as it is. "
                    + "Change it where it is meant."
            );
        }
    }
}
