using System.Net;
using System.Numerics;
using System.Text.Json;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Compares what a restore takes with what the ResourceQuotas of its namespaces have left. A dry run does not: the
/// server charges nothing for it, so each object passes alone.
/// </summary>
/// <remarks>
/// Quotas with scopes are those of pods and are passed over. Source: Kubernetes
/// staging/src/k8s.io/api/core/v1/types.go, ResourceQuotaStatus.
/// </remarks>
internal sealed class QuotaCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    public static GroupKind ResourceQuota { get; } = new("", "ResourceQuota");

    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        ApplyReport dryRun,
        CancellationToken cancellationToken
    )
    {
        if (discovery.Find(ResourceQuota) is not { } served)
            return [];
        var brought = restore.Resources.Select(resource => resource.Id).ToHashSet();
        var created = dryRun
            .Objects.Where(applied => applied.Outcome is ApplyOutcome.WouldCreate or ApplyOutcome.Failed)
            .Select(applied => applied.Resource)
            .ToHashSet();
        var findings = new List<Finding>();
        foreach (
            var ns in restore
                .Resources.Where(resource => resource.Id.Namespace is not null && created.Contains(resource.Id))
                .GroupBy(resource => resource.Id.Namespace!)
        )
        {
            var asked = ns.SelectMany(resource => QuotaAsk.Of(resource, brought.Contains))
                .GroupBy(ask => ask.Name)
                .ToDictionary(ask => ask.Key, ask => ask.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Amount));
            try
            {
                var quotas = await new ClusterLists(connection)
                    .ListAsync(
                        served,
                        ns.Key,
                        new QueryFilter(new ResourceQuery(ResourceQuota, ns.Key) { All = true }),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                findings.AddRange(quotas.Resources.SelectMany(quota => Exceeded(quota, asked)));
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
            {
                findings.Add(PreflightFindings.NotChecked($"the quotas of namespace {ns.Key}", e));
            }
        }

        return findings;
    }

    private static IEnumerable<Finding> Exceeded(Resource quota, Dictionary<string, BigInteger> asked)
    {
        if (
            quota.At("/status/hard") is not { ValueKind: JsonValueKind.Object } hard
            || quota.At("/spec/scopes") is not null
            || quota.At("/spec/scopeSelector") is not null
        )
            yield break;
        foreach (
            var limit in hard.EnumerateObject()
                .Where(limit => asked.ContainsKey(limit.Name) && limit.Value.ValueKind == JsonValueKind.String)
        )
        {
            var used = quota.StringAt($"/status/used/{JsonPointer.Escape(limit.Name)}") ?? "0";
            if (
                Quantity.Bytes(limit.Value.GetString()!) is not { } most
                || Quantity.Bytes(used) is not { } taken
                || taken + asked[limit.Name] <= most
            )
                continue;
            yield return PreflightFindings.QuotaExceeded(
                quota.Id,
                limit.Name,
                asked[limit.Name],
                BigInteger.Max(most - taken, 0),
                most
            );
        }
    }
}
