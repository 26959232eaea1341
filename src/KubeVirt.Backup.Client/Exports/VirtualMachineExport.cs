using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>An export of volumes and manifests, as it was read last. Its token is not in it.</summary>
/// <param name="Id">The VirtualMachineExport.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/export/v1/types.go, VirtualMachineExportStatus.</remarks>
public sealed record VirtualMachineExport(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>
    /// <c>Pending</c>, <c>Ready</c>, <c>Terminated</c>, or <c>Skipped</c> where there is no volume to export; empty
    /// before the controller has worked on it.
    /// </summary>
    public string Phase { get; init; } = "";

    /// <summary>When it is deleted by itself; <see langword="null"/> before the controller has worked on it.</summary>
    public DateTimeOffset? ExpirationTime { get; init; }

    /// <summary>
    /// Since when it has been ready without a break; <see langword="null"/> while it is not, and where its condition
    /// does not say. What is downloaded within that time is of one moment of the volumes: between two such times
    /// KubeVirt replaces the export's server, and the machine may have run.
    /// </summary>
    public DateTimeOffset? ReadySince => Condition("Ready") is { IsTrue: true } ready ? ready.Since : null;

    /// <summary>
    /// Where its parts can be downloaded, those from outside the cluster first; empty while it is not ready, and at
    /// times when its server is replaced.
    /// </summary>
    public IReadOnlyList<ExportLink> Links { get; init; } = [];

    /// <summary>
    /// The Secret that holds its token; <see langword="null"/> before the controller has worked on it.
    /// </summary>
    public ResourceId? TokenSecret { get; init; }

    internal static VirtualMachineExport Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            Phase = resource.StringAt("/status/phase") ?? "",
            ExpirationTime = StatusReader.Time(resource, "/status/ttlExpirationTime"),
            Links = ExportLinkReader.Read(resource),
            TokenSecret =
                (resource.StringAt("/status/tokenSecretRef") ?? resource.StringAt("/spec/tokenSecretRef")) is { } name
                && ResourceId.IsName(name)
                    ? new ResourceId(Kinds.Secret, resource.Id.Namespace, name)
                    : null,
            Conditions = StatusCondition.ReadAll(resource),
        };
}
