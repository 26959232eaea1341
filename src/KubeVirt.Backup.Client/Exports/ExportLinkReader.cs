using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>Reads the links of an export. Their lists are alike but for the names of their members.</summary>
internal static class ExportLinkReader
{
    /// <summary>All links that have an address, the external ones first, else in the order of the status.</summary>
    public static IReadOnlyList<ExportLink> Read(Resource export) =>
        [
            .. Read(export, "/status/links/external", isExternal: true),
            .. Read(export, "/status/links/internal", isExternal: false),
        ];

    private static List<ExportLink> Read(Resource export, string pointer, bool isExternal)
    {
        var found = new List<ExportLink>();
        if (export.At(pointer) is not { ValueKind: JsonValueKind.Object } links)
            return found;

        var certificate = StatusReader.Text(links, "cert");
        void Add(ExportLinkKind kind, string name, string format, JsonElement json)
        {
            if (!Uri.TryCreate(StatusReader.Text(json, "url"), UriKind.Absolute, out var address))
                return;

            found.Add(
                new ExportLink(kind, name, format, address, isExternal)
                {
                    Export = export.Id,
                    Certificate = certificate,
                }
            );
        }

        void AddParts(ExportLinkKind kind, string list, string parts, string format)
        {
            foreach (var volume in StatusReader.Objects(links, list))
            {
                var name = StatusReader.Text(volume, "name");
                foreach (var part in StatusReader.Objects(volume, parts))
                    Add(kind, name, StatusReader.Text(part, format), part);
            }
        }

        foreach (var manifest in StatusReader.Objects(links, "manifests"))
            Add(ExportLinkKind.Manifest, "", StatusReader.Text(manifest, "type"), manifest);
        AddParts(ExportLinkKind.Volume, "volumes", "formats", "format");
        AddParts(ExportLinkKind.Backup, "backups", "endpoints", "endpoint");
        return found;
    }
}
