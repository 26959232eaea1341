using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>Reads the links of an export. Their lists are alike but for the names of their members.</summary>
internal static class ExportLinkReader
{
    private static readonly (ExportLinkKind Kind, string List, string Parts, string Format)[] Nested =
    [
        (ExportLinkKind.Volume, "volumes", "formats", "format"),
        (ExportLinkKind.Backup, "backups", "endpoints", "endpoint"),
    ];

    /// <summary>The external ones first.</summary>
    public static IReadOnlyList<ExportLink> Read(Resource export) =>
        [
            .. Read(export.At("/status/links/external"), true).Select(link => link with { Export = export.Id }),
            .. Read(export.At("/status/links/internal"), false).Select(link => link with { Export = export.Id }),
        ];

    private static IEnumerable<ExportLink> Read(JsonElement? links, bool isExternal)
    {
        if (links is not { ValueKind: JsonValueKind.Object } found)
            return [];
        var certificate = StatusReader.Text(found, "cert");
        return StatusReader
            .Objects(found, "manifests")
            .Select(manifest =>
                (Kind: ExportLinkKind.Manifest, Name: "", Format: StatusReader.Text(manifest, "type"), Json: manifest)
            )
            .Concat(
                Nested.SelectMany(shape =>
                    StatusReader
                        .Objects(found, shape.List)
                        .SelectMany(volume =>
                            StatusReader
                                .Objects(volume, shape.Parts)
                                .Select(part =>
                                    (
                                        shape.Kind,
                                        Name: StatusReader.Text(volume, "name"),
                                        Format: StatusReader.Text(part, shape.Format),
                                        Json: part
                                    )
                                )
                        )
                )
            )
            .Where(link => Uri.TryCreate(StatusReader.Text(link.Json, "url"), UriKind.Absolute, out _))
            .Select(link => new ExportLink(
                link.Kind,
                link.Name,
                link.Format,
                new Uri(StatusReader.Text(link.Json, "url")),
                isExternal
            )
            {
                Certificate = certificate,
            });
    }
}
