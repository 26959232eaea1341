using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Reads and writes single objects as raw JSON.</summary>
internal sealed class ObjectWriter(
    ClusterConnection connection,
    ClusterDiscovery discovery,
    string fieldManager,
    bool dryRun
)
{
    private string Query =>
        $"?fieldManager={Uri.EscapeDataString(fieldManager)}&fieldValidation=Strict{(dryRun ? "&dryRun=All" : "")}";

    /// <summary>The object as it is now; <see langword="null"/> where it is not there.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public async Task<Resource?> FindAsync(ResourceId id, string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            var path = Served(id.Kind, apiVersion, HttpMethod.Get).Path(id.Namespace, id.Name);
            return new Resource(
                id,
                apiVersion,
                await connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false)
            );
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether an object is known not to be there.</summary>
    /// <exception cref="ClusterException">It cannot be read, other than for want of rights.</exception>
    public async Task<bool> IsAbsentAsync(ResourceId id, string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(id, apiVersion, cancellationToken).ConfigureAwait(false) is null;
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return false;
        }
    }

    /// <summary>
    /// Creates an object that was not there, and returns its UID; <see langword="null"/> where somebody else was
    /// faster. Where an answer was lost, an object that is there counts as created only if our manager wrote it as it
    /// is to be.
    /// </summary>
    /// <exception cref="ClusterException">
    /// The server refused it, or kept failing; it may be there all the same then.
    /// </exception>
    public async Task<string?> CreateAsync(Resource resource, CancellationToken cancellationToken)
    {
        var path = Served(resource.Id.Kind, resource.ApiVersion, HttpMethod.Post).Path(resource.Id.Namespace, null);
        var tries = 0;
        try
        {
            var answer = await connection
                .RetryAsync(
                    async token =>
                        tries++ > 0 && await FindOwnAsync(resource, token).ConfigureAwait(false) is { } own
                            ? own.Json.ToArray()
                            : await SendAsync(HttpMethod.Post, path, resource.Json, "application/json", token)
                                .ConfigureAwait(false),
                    e => e.IsTransient,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return Uid(HttpMethod.Post, path, answer);
        }
        catch (ClusterException e) when (e.Reason == "AlreadyExists")
        {
            return tries > 1
                ? (await FindOwnAsync(resource, cancellationToken).ConfigureAwait(false))?.StringAt("/metadata/uid")
                : null;
        }
    }

    /// <summary>
    /// Whether an object that is there is one that we created: our manager wrote it, and it holds all that we would
    /// write. Two restores under the same manager that write the same object at the same time cannot be told apart so,
    /// and need not be.
    /// </summary>
    public bool IsOwn(Resource found, Resource wanted) => IsByManager(found) && SameContent.Holds(found, wanted);

    private bool IsByManager(Resource found) =>
        found.At("/metadata/managedFields") is { ValueKind: JsonValueKind.Array } fields
        && fields
            .EnumerateArray()
            .Any(field =>
                field.ValueKind == JsonValueKind.Object
                && field.TryGetProperty("manager", out var name)
                && name.ValueKind == JsonValueKind.String
                && name.GetString() == fieldManager
            );

    /// <summary>Writes the fields of an object by server-side apply and returns its UID.</summary>
    /// <exception cref="ClusterException">Another manager owns a field, or the server refused it.</exception>
    public Task<string> ApplyAsync(Resource resource, CancellationToken cancellationToken) =>
        PatchAsync(resource, resource.Json, "application/apply-patch+yaml", cancellationToken);

    /// <summary>
    /// Merges JSON into an object as it is now; looks again where somebody wrote it between the look and the patch,
    /// provided that the patch names the resourceVersion it is for.
    /// </summary>
    /// <param name="resource">The object.</param>
    /// <param name="patch">What to merge into the object that was found; <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether the object is there.</returns>
    /// <exception cref="ClusterException">The server refused it.</exception>
    public async Task<bool> MergeAsync(
        Resource resource,
        Func<Resource, byte[]?> patch,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            if (
                await FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false)
                is not { } now
            )
                return false;
            if (patch(now) is not { } merged)
                return true;
            try
            {
                await PatchAsync(resource, merged, "application/merge-patch+json", cancellationToken)
                    .ConfigureAwait(false);
                return true;
            }
            catch (ClusterException e)
                when (e.StatusCode == HttpStatusCode.Conflict && attempt < connection.Options.Attempts)
            {
                // The next look sees what was written meanwhile, our own patch included where only its answer was lost.
            }
        }
    }

    /// <summary>An apply ends in the same state when it is sent again, and a merge in a conflict.</summary>
    private async Task<string> PatchAsync(
        Resource resource,
        ReadOnlyMemory<byte> patch,
        string type,
        CancellationToken cancellationToken
    )
    {
        var path = Served(resource.Id.Kind, resource.ApiVersion, HttpMethod.Patch)
            .Path(resource.Id.Namespace, resource.Id.Name);
        return Uid(
            HttpMethod.Patch,
            path,
            await connection
                .RetryAsync(
                    token => SendAsync(HttpMethod.Patch, path, patch, type, token),
                    e => e.IsTransient,
                    cancellationToken
                )
                .ConfigureAwait(false)
        );
    }

    private async Task<Resource?> FindOwnAsync(Resource resource, CancellationToken cancellationToken) =>
        !dryRun
        && await FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false) is { } found
        && IsOwn(found, resource)
            ? found
            : null;

    private async Task<byte[]> SendAsync(
        HttpMethod method,
        string path,
        ReadOnlyMemory<byte> body,
        string type,
        CancellationToken cancellationToken
    )
    {
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await connection.SendAsync(method, path, Query, content, cancellationToken).ConfigureAwait(false);
    }

    private static string Uid(HttpMethod method, string path, byte[] answer)
    {
        try
        {
            using var written = JsonDocument.Parse(answer);
            return written.RootElement.GetProperty("metadata").TryGetProperty("uid", out var uid)
                ? uid.GetString() ?? ""
                : "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ClusterException(
                method,
                path,
                "the answer is not that of a Kubernetes API server. Check the server's address in the kubeconfig.",
                e
            );
        }
    }

    /// <summary>The kind in the version that the object states.</summary>
    private ServedKind Served(GroupKind kind, string apiVersion, HttpMethod method) =>
        discovery.Find(kind) is { } served
            ? served with
            {
                ApiVersion = apiVersion,
            }
            : throw new ClusterException(
                method,
                $"/apis/{apiVersion}",
                $"the server does not serve the kind {kind}. Install what brings it, or leave these objects out."
            )
            {
                StatusCode = HttpStatusCode.NotFound,
                Reason = "KindNotServed",
            };
}
