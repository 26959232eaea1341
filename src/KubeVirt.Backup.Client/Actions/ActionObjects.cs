using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>
/// Objects that make a controller act: each is created once, read until the controller is done, and deleted.
/// </summary>
internal sealed class ActionObjects(IKubernetes client, ClusterOptions? options, TimeProvider? time)
{
    // By this an object that an earlier try created, whose answer was lost, is known from somebody else's of the same
    // name.
    private const string RequestAnnotation = "kubevirt-backup/request";
    private readonly ClusterConnection _connection = new(client, options, time);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private ClusterDiscovery? _discovery;

    /// <summary>The time by this machine's clock.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    private ClusterDiscovery Discovery =>
        LazyInitializer.EnsureInitialized(ref _discovery, () => new ClusterDiscovery(_connection));

    /// <summary>How many requests run at once, and what stops them.</summary>
    public ParallelOptions Parallel(CancellationToken cancellationToken) =>
        _connection.ParallelObjects(cancellationToken);

    /// <summary>
    /// Asks how a kind is served, so that later calls need not ask. One that was not served before is asked for again:
    /// it may have been installed since.
    /// </summary>
    /// <exception cref="ClusterException">The server does not serve the kind, or cannot be asked.</exception>
    public async Task<ServedKind> LoadAsync(GroupKind kind, CancellationToken cancellationToken)
    {
        var failures = await Discovery.LoadAsync([kind], cancellationToken).ConfigureAwait(false);
        if (Discovery.Find(kind) is { } served)
            return served;

        Discovery.Forget([kind]);
        throw failures.GetValueOrDefault(kind.Group)
            ?? ServerFailures.KindNotServed(HttpMethod.Get, $"/apis/{kind.Group}", kind, "Install what brings it.");
    }

    /// <summary>
    /// Creates an object with labels and a spec. Where an answer was lost, what is there is taken for it if it bears
    /// the same request.
    /// </summary>
    /// <inheritdoc cref="CreateAsync(ResourceId, string, JsonObject, CancellationToken)"/>
    public Task<Resource> CreateAsync(
        ResourceId id,
        string request,
        IReadOnlyDictionary<string, string> labels,
        JsonObject spec,
        CancellationToken cancellationToken
    )
    {
        var written = new JsonObject();
        foreach (var (key, value) in labels)
            written[key] = value;
        var content = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = written },
            ["spec"] = spec,
        };

        return CreateAsync(id, request, content, cancellationToken);
    }

    /// <summary>Creates an object of any content, to which its identity is added.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="request">A text that no other request bears. It becomes an annotation.</param>
    /// <param name="content">Its members other than apiVersion and kind, with metadata.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <exception cref="ClusterException">
    /// The server refused it, has another one of that name, or kept failing; it may be there all the same then.
    /// </exception>
    public async Task<Resource> CreateAsync(
        ResourceId id,
        string request,
        JsonObject content,
        CancellationToken cancellationToken
    )
    {
        var served = await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false);
        var path = served.Path(id.Namespace, null);
        AddIdentity(content, id, served, request);

        async Task<byte[]> CreateOnceAsync(CancellationToken token)
        {
            const string Query = "?fieldManager=kubevirt-backup&fieldValidation=Strict";
            try
            {
                return await _connection
                    .SendJsonAsync(HttpMethod.Post, path, Query, content, token)
                    .ConfigureAwait(false);
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Conflict)
            {
                // An earlier try may have created it, though its answer was lost.
                var found = await FindAsync(id, token).ConfigureAwait(false);
                if (found is not null && WasCreatedBy(found, request))
                    return found.Json.ToArray();
                throw;
            }
        }

        var answer = await _connection
            .RetryAsync(CreateOnceAsync, e => e.IsTransient, cancellationToken)
            .ConfigureAwait(false);
        return Parse(HttpMethod.Post, path, answer);
    }

    /// <summary>
    /// Replaces an object by what it is to be, once: the server refuses it where the object has another resourceVersion by
    /// now.
    /// </summary>
    /// <exception cref="ClusterException">The server refused it, or the answer was lost.</exception>
    public async Task ReplaceAsync(ResourceId id, JsonObject content, CancellationToken cancellationToken)
    {
        const string Query = "?fieldManager=kubevirt-backup";
        var served = await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false);
        var path = served.Path(id.Namespace, id.Name);
        await _connection.SendJsonAsync(HttpMethod.Put, path, Query, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Merges members into an object, a <see langword="null"/> removes one; again where the answer was lost, as it ends in the
    /// same state then.
    /// </summary>
    /// <exception cref="ClusterException">The server refused it, or kept failing.</exception>
    public async Task MergeAsync(ResourceId id, JsonObject patch, CancellationToken cancellationToken)
    {
        const string Query = "?fieldManager=kubevirt-backup";
        var served = await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false);
        var path = served.Path(id.Namespace, id.Name);
        await _connection.RetryAsync(SendAsync, e => e.IsTransient, cancellationToken).ConfigureAwait(false);

        async Task<byte[]> SendAsync(CancellationToken token)
        {
            var type = new MediaTypeHeaderValue("application/merge-patch+json");
            using var content = new StringContent(patch.ToJsonString(), type);
            return await _connection.SendAsync(HttpMethod.Patch, path, Query, content, token).ConfigureAwait(false);
        }
    }

    /// <summary>The object as it is now; <see langword="null"/> where it is not there.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public async Task<Resource?> FindAsync(ResourceId id, CancellationToken cancellationToken)
    {
        var served = await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false);
        var path = served.Path(id.Namespace, id.Name);
        try
        {
            var json = await _connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false);
            return Parse(HttpMethod.Get, path, json);
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // A server that does not know the path gives no reason: the version is no longer served.
            if (e.Reason is not null)
                return null;

            Discovery.Forget([id.Kind]);
            throw;
        }
    }

    /// <summary>
    /// Deletes an object if it is still the one of a UID. Returns when the server has accepted that: finalizers may
    /// keep the object for a while. One that is gone, or whose name another object has, is no error.
    /// </summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public async Task DeleteAsync(ResourceId id, string uid, CancellationToken cancellationToken)
    {
        var served = await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false);
        var path = served.Path(id.Namespace, id.Name);
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        try
        {
            await _connection
                .RetryAsync(
                    token => _connection.SendJsonAsync(HttpMethod.Delete, path, "", body, token),
                    e => e.IsTransient,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It is gone, or another one has its name.
        }
    }

    /// <summary>
    /// Deletes an object that is of no use, since what belongs to it could not be created or the work was cancelled.
    /// Nothing cancels this, but it takes no longer than one request may; it does not throw where it fails.
    /// </summary>
    public async Task TryDeleteAsync(ResourceId id, string uid)
    {
        using var limit = new CancellationTokenSource(_connection.Options.RequestTimeout, _time);
        try
        {
            await DeleteAsync(id, uid, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            // The caller must learn what went wrong before; these objects are deleted by themselves when their time is
            // over.
        }
    }

    /// <summary>
    /// Reads again and again until something is done or its time is over, and returns what was read last. A read that
    /// is under way at the end is cut off.
    /// </summary>
    /// <param name="state">What was read before.</param>
    /// <param name="isDone">Whether it is done.</param>
    /// <param name="read">Reads it again.</param>
    /// <param name="wait">How long. Default: <see cref="WaitOptions"/> with its own defaults.</param>
    /// <param name="progress">Receives what was read each time.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<T> PollAsync<T>(
        T state,
        Func<T, bool> isDone,
        Func<T, CancellationToken, Task<T>> read,
        WaitOptions? wait,
        IProgress<T>? progress,
        CancellationToken cancellationToken
    )
    {
        wait ??= new WaitOptions();
        using var limit = wait.Begin(_time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (true)
            {
                state = await read(state, either.Token).ConfigureAwait(false);
                progress?.Report(state);
                if (isDone(state) || wait.IsOneRead)
                    return state;
                await Task.Delay(wait.PollInterval, _time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return state;
        }
    }

    /// <summary>Whether an object was created by a request.</summary>
    public static bool WasCreatedBy(Resource resource, string request) =>
        resource.StringAt("/metadata/annotations/kubevirt-backup~1request") == request;

    private static void AddIdentity(JsonObject content, ResourceId id, ServedKind served, string request)
    {
        content["apiVersion"] = served.ApiVersion;
        content["kind"] = id.Kind.Kind;
        var metadata = content["metadata"]!;
        metadata["name"] = id.Name;
        metadata["namespace"] = id.Namespace;
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[RequestAnnotation] = request;
    }

    private static Resource Parse(HttpMethod method, string path, byte[] answer)
    {
        try
        {
            return Resource.Parse(answer);
        }
        catch (FormatException e)
        {
            throw ServerFailures.NoApiServer(method, path, e);
        }
    }
}
