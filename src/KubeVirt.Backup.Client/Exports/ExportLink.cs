namespace KubeVirt.Backup.Client.Exports;

/// <summary>Where a part of an export can be downloaded.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Name">Name of the volume: that of its claim. Empty for manifests.</param>
/// <param name="Format">Format, type or endpoint, as <see cref="ExportLinkKind"/> lists them.</param>
/// <param name="Address">The URL. It needs the export's token.</param>
/// <param name="IsExternal">
/// Whether it is reached from outside the cluster. Those that are not are names of services.
/// </param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/export/v1/types.go, VirtualMachineExportLink.</remarks>
public sealed record ExportLink(ExportLinkKind Kind, string Name, string Format, Uri Address, bool IsExternal)
{
    /// <summary>Whether it names the same part in the same way, wherever that is now.</summary>
    internal bool IsSameAs(ExportLink other) =>
        (Kind, Name, Format, IsExternal) == (other.Kind, other.Name, other.Format, other.IsExternal);

    /// <summary>The export that it is a part of.</summary>
    internal ResourceId Export { get; init; }

    /// <summary>The authorities to trust, as PEM; empty where those of the system are meant.</summary>
    internal string Certificate { get; init; } = "";
}
