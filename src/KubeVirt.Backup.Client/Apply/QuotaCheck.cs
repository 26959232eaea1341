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
/// Compares what a restore needs with what the ResourceQuotas of its namespaces have left. A dry run does not: the
/// server charges nothing for it, so each object passes alone.
/// </summary>
/// <remarks>
/// Quotas with scopes are those of pods and are skipped. Source: Kubernetes
/// staging/src/k8s.io/api/core/v1/types.go, ResourceQuotaStatus.
/// </remarks>
internal sealed class QuotaCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    private readonly ClusterLists _lists = new(connection);

    /// <summary>The kind that has to be discovered before the check.</summary>
    public static GroupKind ResourceQuota { get; } = new("", "ResourceQuota");

    /// <summary>Finds the quotas that the objects would exceed which the dry run would create.</summary>
    /// <exception cref="ClusterException">Quotas cannot be read, other than for want of rights.</exception>
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
        var byNamespace = restore
            .Resources.Where(resource => resource.Id.Namespace is not null && created.Contains(resource.Id))
            .GroupBy(resource => resource.Id.Namespace!);

        var findings = new List<Finding>();
        foreach (var resources in byNamespace)
        {
            var needs = QuotaNeeds.Sum(resources.SelectMany(resource => QuotaNeeds.Of(resource, brought.Contains)));
            findings.AddRange(await FindAsync(served, resources.Key, needs, cancellationToken).ConfigureAwait(false));
        }

        return findings;
    }

    private async Task<IReadOnlyList<Finding>> FindAsync(
        ServedKind served,
        string namespaceName,
        Dictionary<string, BigInteger> needs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var filter = new QueryFilter(new ResourceQuery(ResourceQuota, namespaceName) { All = true });
            var quotas = await _lists.ListAsync(served, namespaceName, filter, cancellationToken).ConfigureAwait(false);
            return [.. quotas.Resources.SelectMany(quota => Exceeded(quota, needs))];
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return [PreflightFindings.NotChecked($"the quotas of namespace {namespaceName}", e)];
        }
    }

    private static IEnumerable<Finding> Exceeded(Resource quota, Dictionary<string, BigInteger> needs)
    {
        var isScoped = quota.At("/spec/scopes") is not null || quota.At("/spec/scopeSelector") is not null;
        if (isScoped || quota.At("/status/hard") is not { ValueKind: JsonValueKind.Object } hard)
            yield break;

        foreach (var limit in hard.EnumerateObject())
        {
            if (!needs.TryGetValue(limit.Name, out var needed) || limit.Value.ValueKind != JsonValueKind.String)
                continue;

            var used = quota.StringAt($"/status/used/{JsonPointer.Escape(limit.Name)}") ?? "0";
            // What is no quantity is not compared.
            if (Quantity.Bytes(limit.Value.GetString()!) is not { } most || Quantity.Bytes(used) is not { } taken)
                continue;

            var use = new QuotaUse(needed, taken, most);
            if (use.IsExceeded)
                yield return PreflightFindings.QuotaExceeded(quota.Id, limit.Name, use);
        }
    }
}
