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
    /// How many times as many objects a page holds that tells their metadata alone: without data, most are some hundred
    /// bytes long.
    /// </summary>
    private const int MetadataPages = 10;

    /// <remarks>Source: Kubernetes apimachinery pkg/apis/meta/v1/types.go, PartialObjectMetadataList.</remarks>
    private const string MetadataForm =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <summary>What a filter selects of a list.</summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public async Task<ResourceAnswer> ListAsync(
        ServedKind kind,
        string? namespaceName,
        QueryFilter filter,
        CancellationToken cancellationToken
    )
    {
        var selector = filter.Selector is { } labels ? $"&labelSelector={Uri.EscapeDataString(labels)}" : "";
        var request = new ListRequest(kind.Path(namespaceName, null), connection.Options.PageSize, selector);
        var list = await ReadAsync(request, filter.Selects, (_, _) => true, cancellationToken).ConfigureAwait(false);

        return list.Answer;
    }

    /// <summary>
    /// The metadata of a whole list. The objects have nothing but that; those of a server which does not tell it apart
    /// have all.
    /// </summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public async Task<ResourceAnswer> ListMetadataAsync(
        ServedKind kind,
        string? namespaceName,
        CancellationToken cancellationToken
    )
    {
        var size = connection.Options.PageSize * MetadataPages;
        var request = new ListRequest(kind.Path(namespaceName, null), size, "") { Accept = MetadataForm };
        var list = await ReadAsync(request, _ => true, (_, _) => true, cancellationToken).ConfigureAwait(false);
        var resources = list.Answer.Resources.Select(item => new Resource(
            new ResourceId(kind.Kind, item.Id.Namespace, item.Id.Name),
            kind.ApiVersion,
            item.Json
        ));

        return new ResourceAnswer([.. resources], list.Answer.Findings);
    }

    /// <summary>
    /// Reads a list for the sake of some names: no further than there are fewer pages to come than names that were not
    /// found.
    /// </summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public Task<PartOfList> ListForNamesAsync(
        ServedKind kind,
        string? namespaceName,
        IReadOnlySet<string> names,
        CancellationToken cancellationToken
    )
    {
        var size = connection.Options.PageSize;
        var request = new ListRequest(kind.Path(namespaceName, null), size, "");

        return ReadAsync(request, _ => true, IsWorthIt, cancellationToken);

        bool IsWorthIt(IReadOnlyList<Resource> soFar, long remaining)
        {
            var found = soFar.Count(resource => names.Contains(resource.Id.Name));
            return remaining / size <= names.Count - found;
        }
    }

    /// <summary>
    /// Reads a list. One whose pages expire underway is read again from the start, so that it is of one moment.
    /// </summary>
    private async Task<PartOfList> ReadAsync(
        ListRequest request,
        Func<Resource, bool> selects,
        Func<IReadOnlyList<Resource>, long, bool> goesOn,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PagesAsync(request, selects, goesOn, cancellationToken).ConfigureAwait(false);
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
            var body = await connection.GetInTurnAsync(path, "", cancellationToken).ConfigureAwait(false);
            var answer = Read(new ApiAnswerReader(path), path, body, cancellationToken);
            return new ResourceAnswer(answer.Resources, answer.Findings);
        }
        catch (ClusterException e) when (e is { StatusCode: HttpStatusCode.NotFound, Reason: "NotFound" })
        {
            return new ResourceAnswer([]);
        }
    }

    /// <summary>Reads the pages of a list, one after the other, as long as it is worth it.</summary>
    private async Task<PartOfList> PagesAsync(
        ListRequest request,
        Func<Resource, bool> selects,
        Func<IReadOnlyList<Resource>, long, bool> goesOn,
        CancellationToken cancellationToken
    )
    {
        // One reader for all pages, so that namespaces and kinds are one string in memory.
        var reader = new ApiAnswerReader(request.Path);
        var resources = new List<Resource>();
        var findings = new List<Finding>();
        string? next = null;
        do
        {
            var body = await connection
                .GetInTurnAsync(request.Path, request.Query(next), cancellationToken, request.Accept)
                .ConfigureAwait(false);
            var page = Read(reader, request.Path, body, cancellationToken);
            resources.AddRange(Select(page.Resources, selects));
            findings.AddRange(page.Findings);
            next = page.ContinueToken;
            if (next is not null && !goesOn(resources, page.RemainingItemCount ?? 0))
                break;
        } while (next is not null);

        return new PartOfList(new ResourceAnswer(resources, findings), IsWhole: next is null);
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

    /// <summary>
    /// Those that are wanted of what was read together. Slices keep their page in memory: where most are not wanted, those
    /// that are get bytes of their own.
    /// </summary>
    public static IReadOnlyList<Resource> Select(IReadOnlyList<Resource> all, Func<Resource, bool> selects)
    {
        var selected = all.Where(selects).ToList();
        return selected.Count * 2 > all.Count ? selected : selected.ConvertAll(Copy);
    }

    private static Resource Copy(Resource resource) => new(resource.Id, resource.ApiVersion, resource.Json.ToArray());

    /// <summary>What of a list is asked for, and how.</summary>
    private sealed record ListRequest(string Path, int PageSize, string Selector)
    {
        /// <summary>In which form the answer is wanted; <see langword="null"/> for whole objects.</summary>
        public string? Accept { get; init; }

        public string Query(string? next)
        {
            var first = $"?limit={PageSize}{Selector}";
            return next is null ? first : $"{first}&continue={Uri.EscapeDataString(next)}";
        }
    }
}
