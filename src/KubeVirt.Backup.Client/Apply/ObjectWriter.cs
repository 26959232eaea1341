using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Reads and writes single objects as raw JSON, in the versions that the objects state.</summary>
/// <param name="connection">The server.</param>
/// <param name="discovery">How it serves the kinds, which must have been discovered.</param>
/// <param name="fieldManager">The name under which the server remembers which fields were written.</param>
/// <param name="dryRun">Whether the server only checks what is written.</param>
/// <param name="mark">
/// What is put on objects that are created; <see langword="null"/> for a writer that creates none.
/// </param>
internal sealed class ObjectWriter(
    ClusterConnection connection,
    ClusterDiscovery discovery,
    string fieldManager,
    bool dryRun,
    RestoreMark? mark = null
)
{
    private readonly string _query =
        $"?fieldManager={Uri.EscapeDataString(fieldManager)}&fieldValidation=Strict{(dryRun ? "&dryRun=All" : "")}";

    /// <summary>The object as it is now; <see langword="null"/> where it is not there.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public async Task<Resource?> FindAsync(ResourceId id, string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            var path = PathOf(id, apiVersion, HttpMethod.Get);
            var json = await connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false);
            return new Resource(id, apiVersion, json);
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether an object is known not to be there. One that may not be read is not known to be absent.
    /// </summary>
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
    /// faster. Where an answer was lost, an object that is there counts as created only if it bears our mark.
    /// </summary>
    /// <exception cref="ClusterException">
    /// The server refused it, or kept failing; it may be there all the same then.
    /// </exception>
    public async Task<string?> CreateAsync(Resource resource, CancellationToken cancellationToken)
    {
        var collection = Served(resource.Id.Kind, resource.ApiVersion, HttpMethod.Post)
            .Path(resource.Id.Namespace, null);
        var json = mark!.PutOn(resource);
        var tries = 0;
        async Task<byte[]> CreateOnceAsync(CancellationToken token)
        {
            // An earlier try may have created it, though it failed.
            if (tries++ > 0 && await FindOwnAsync(resource, token).ConfigureAwait(false) is { } own)
                return own.Json.ToArray();

            return await SendAsync(HttpMethod.Post, collection, json, "application/json", token).ConfigureAwait(false);
        }

        try
        {
            var answer = await connection
                .RetryAsync(CreateOnceAsync, e => e.IsTransient, cancellationToken)
                .ConfigureAwait(false);
            return UidIn(HttpMethod.Post, collection, answer);
        }
        catch (ClusterException e) when (e.Reason == "AlreadyExists")
        {
            if (tries == 1)
                return null;

            var own = await FindOwnAsync(resource, cancellationToken).ConfigureAwait(false);
            return own?.StringAt("/metadata/uid");
        }
    }

    /// <summary>Whether this very restore created an object that is there, by its mark.</summary>
    public bool IsOwn(Resource found) => mark!.IsOn(found);

    /// <summary>
    /// Whether an object that is there is as a restore of the same content would have left it: one of it created the
    /// object, our manager wrote it, and it holds all that we would write.
    /// </summary>
    public bool IsAsWritten(Resource found, Resource wanted) =>
        mark!.IsOfSameContent(found) && IsByManager(found) && SameContent.Holds(found, wanted);

    /// <summary>Writes the fields of an object by server-side apply and returns its UID.</summary>
    /// <exception cref="ClusterException">Another manager owns a field, or the server refused it.</exception>
    public Task<string> ApplyAsync(Resource resource, CancellationToken cancellationToken) =>
        PatchAsync(resource, resource.Json, "application/apply-patch+yaml", cancellationToken);

    /// <summary>
    /// Merges JSON into an object as it is now; reads it again and makes another patch where the server refuses this
    /// one, as it does where somebody wrote the object between the read and the patch, provided that the patch names the
    /// resourceVersion it is for.
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
            var now = await FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false);
            if (now is null)
                return false;
            if (patch(now) is not { } merged)
                return true;

            try
            {
                await PatchAsync(resource, merged, "application/merge-patch+json", cancellationToken)
                    .ConfigureAwait(false);
                return true;
            }
            catch (ClusterException e) when (IsWorthAnotherRead(e) && attempt < connection.Options.Attempts)
            {
                // The next read finds what was written meanwhile, our own patch included where only its answer was
                // lost.
                await connection.PauseAsync(attempt, e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Whether a patch that was refused may be taken when it is made from what is there then: of another version, of an
    /// older one than the server still knows, or against what a webhook or an owner says for now.
    /// </summary>
    private static bool IsWorthAnotherRead(ClusterException e) =>
        e.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity;

    /// <summary>
    /// Patches an object, again where the answer was lost: an apply ends in the same state then, and a merge in a
    /// conflict.
    /// </summary>
    private async Task<string> PatchAsync(
        Resource resource,
        ReadOnlyMemory<byte> patch,
        string type,
        CancellationToken cancellationToken
    )
    {
        var path = PathOf(resource.Id, resource.ApiVersion, HttpMethod.Patch);
        var answer = await connection
            .RetryAsync(
                token => SendAsync(HttpMethod.Patch, path, patch, type, token),
                e => e.IsTransient,
                cancellationToken
            )
            .ConfigureAwait(false);

        return UidIn(HttpMethod.Patch, path, answer);
    }

    /// <summary>The object if it is one that we created. A dry run creates none.</summary>
    private async Task<Resource?> FindOwnAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (dryRun)
            return null;

        var found = await FindAsync(resource.Id, resource.ApiVersion, cancellationToken).ConfigureAwait(false);
        return found is not null && IsOwn(found) ? found : null;
    }

    private bool IsByManager(Resource found)
    {
        if (found.At("/metadata/managedFields") is not { ValueKind: JsonValueKind.Array } fields)
            return false;

        return fields
            .EnumerateArray()
            .Any(field =>
                field.ValueKind == JsonValueKind.Object
                && field.TryGetProperty("manager", out var name)
                && name.ValueKind == JsonValueKind.String
                && name.GetString() == fieldManager
            );
    }

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
        return await connection.SendAsync(method, path, _query, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The UID in an answer to a write; empty where it has none.</summary>
    private static string UidIn(HttpMethod method, string path, byte[] answer)
    {
        try
        {
            using var written = JsonDocument.Parse(answer, ObjectTree.Reading);
            var metadata = written.RootElement.GetProperty("metadata");
            return metadata.TryGetProperty("uid", out var uid) ? uid.GetString() ?? "" : "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ServerFailures.NoApiServer(method, path, e);
        }
    }

    private string PathOf(ResourceId id, string apiVersion, HttpMethod method) =>
        Served(id.Kind, apiVersion, method).Path(id.Namespace, id.Name);

    /// <summary>The kind in the version that the object states.</summary>
    /// <exception cref="ClusterException">The server does not serve the kind.</exception>
    private ServedKind Served(GroupKind kind, string apiVersion, HttpMethod method)
    {
        if (discovery.Find(kind) is not { } served)
        {
            throw ServerFailures.KindNotServed(
                method,
                $"/apis/{apiVersion}",
                kind,
                "Install what brings it, or leave these objects out."
            );
        }

        return served with
        {
            ApiVersion = apiVersion,
        };
    }
}
