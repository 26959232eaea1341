using System.Net;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Reads lists page by page, and single objects.</summary>
internal sealed class ClusterLists(ClusterConnection connection)
{
    /// <summary>
    /// What a filter selects of a list. One whose pages expire underway is read again from the start, so that it is of
    /// one moment.
    /// </summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public async Task<ResourceAnswer> ListAsync(
        ServedKind kind,
        string? namespaceName,
        QueryFilter filter,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PagesAsync(kind.Path(namespaceName, null), filter, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ClusterException e)
                when (e.StatusCode == HttpStatusCode.Gone && attempt < connection.Options.Attempts)
            {
                // The pages so far are of another moment than the ones to come would be.
            }
        }
    }

    /// <summary>
    /// One object, or nothing where it is not there. A server states that as a reason; where it does not know the path,
    /// it gives none.
    /// </summary>
    /// <exception cref="ClusterException">The server failed or refused, or does not serve the kind.</exception>
    public async Task<ResourceAnswer> GetAsync(
        ServedKind kind,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken
    )
    {
        var path = kind.Path(namespaceName, name);
        try
        {
            var body = await connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false);
            var answer = Read(new ApiAnswerReader(path), path, body, cancellationToken);
            return new ResourceAnswer(answer.Resources, answer.Findings);
        }
        catch (ClusterException e) when (e is { StatusCode: HttpStatusCode.NotFound, Reason: "NotFound" })
        {
            return new ResourceAnswer([]);
        }
    }

    /// <summary>Reads all pages of a list, one after the other.</summary>
    private async Task<ResourceAnswer> PagesAsync(string path, QueryFilter filter, CancellationToken cancellationToken)
    {
        // One reader for all pages, so that namespaces and kinds are one string in memory.
        var reader = new ApiAnswerReader(path);
        var resources = new List<Resource>();
        var findings = new List<Finding>();
        var selector = filter.Selector is { } labels ? $"&labelSelector={Uri.EscapeDataString(labels)}" : "";
        var query = $"?limit={connection.Options.PageSize}{selector}";
        string? next = null;
        do
        {
            var pageQuery = next is null ? query : $"{query}&continue={Uri.EscapeDataString(next)}";
            var body = await connection.GetAsync(path, pageQuery, cancellationToken).ConfigureAwait(false);
            var page = Read(reader, path, body, cancellationToken);
            var wanted = page.Resources.Where(filter.Selects).ToList();
            // Slices keep their page in memory: those of a page that is mostly unwanted are copied out of it.
            resources.AddRange(wanted.Count == page.Resources.Count ? wanted : wanted.Select(Copy));
            findings.AddRange(page.Findings);
            next = page.ContinueToken;
        } while (next is not null);
        return new ResourceAnswer(resources, findings);
    }

    private static ApiAnswer Read(ApiAnswerReader reader, string path, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            return reader.Read(body, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new ClusterException(
                HttpMethod.Get,
                path,
                "the answer is no JSON. Check that the address in the kubeconfig is that of an API server, "
                    + "and what stands between.",
                e
            );
        }
    }

    /// <summary>An object in bytes of its own, so that the page that it comes from can be released.</summary>
    public static Resource Copy(Resource resource) => new(resource.Id, resource.ApiVersion, resource.Json.ToArray());
}
