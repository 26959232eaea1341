using System.Text.Json;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Reads which cluster it is, as far as the account may.</summary>
/// <remarks>
/// Sources: Kubernetes <c>/version</c>; KubeVirt core/v1 KubeVirtStatus and CDI core/v1beta1 CDIStatus, whose operators
/// note the version that they observed.
/// </remarks>
internal sealed class ClusterIdentityReader(ClusterConnection connection)
{
    private static readonly GroupKind Cdi = new("cdi.kubevirt.io", "CDI");

    /// <summary>Reads it. What is forbidden or not served is left out.</summary>
    /// <param name="source">Where the objects come from.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ClusterIdentity> ReadAsync(IResourceSource source, CancellationToken cancellationToken)
    {
        ResourceQuery[] wave =
        [
            new(Kinds.Namespace, null) { Names = ["kube-system"] },
            new(Kinds.KubeVirt, null) { All = true, MayBeAbsent = true },
            new(Cdi, null) { All = true, MayBeAbsent = true },
        ];
        var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
        string? Find(GroupKind kind, string pointer) =>
            answer
                .Resources.Where(resource => resource.Id.Kind == kind)
                .OrderBy(resource => resource.Id)
                .Select(resource => resource.StringAt(pointer))
                .OfType<string>()
                .FirstOrDefault();

        return new ClusterIdentity
        {
            Uid = Find(Kinds.Namespace, "/metadata/uid"),
            Kubernetes = await ReadVersionAsync(cancellationToken).ConfigureAwait(false),
            KubeVirt = Find(Kinds.KubeVirt, "/status/observedKubeVirtVersion"),
            Cdi = Find(Cdi, "/status/observedVersion"),
        };
    }

    private async Task<string?> ReadVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var body = await connection.GetAsync("/version", "", cancellationToken).ConfigureAwait(false);
            using var version = JsonDocument.Parse(body);
            if (version.RootElement.ValueKind != JsonValueKind.Object)
                return null;

            return
                version.RootElement.TryGetProperty("gitVersion", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or ClusterException { StatusCode: not null })
        {
            return null;
        }
    }
}
