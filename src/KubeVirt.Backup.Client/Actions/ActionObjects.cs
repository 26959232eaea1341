using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>
/// Objects that make a controller act: each is created once, looked at until it is done, and deleted.
/// </summary>
internal sealed class ActionObjects(IKubernetes client, ClusterOptions? options, TimeProvider? time)
{
    // Tells an object that an earlier try created, whose answer was lost, from somebody else's of the same name.
    private const string RequestAnnotation = "kubevirt-backup/request";
    private readonly ClusterConnection _connection = new(client, options, time);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private ClusterDiscovery? _discovery;

    public DateTimeOffset Now => _time.GetUtcNow();

    public int Parallelism => _connection.Options.Parallelism;

    private ClusterDiscovery Discovery =>
        LazyInitializer.EnsureInitialized(ref _discovery, () => new ClusterDiscovery(_connection));

    /// <summary>
    /// Learns how a kind is served, so that later calls need not ask. One that was not served before is asked for
    /// again: it may have been installed since.
    /// </summary>
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
    /// Creates an object. Where an answer was lost, what is there is taken for it if it bears the same request.
    /// </summary>
    /// <exception cref="ClusterException">
    /// The server refused it, has another one of that name, or kept failing; it may be there all the same then.
    /// </exception>
    public Task<Resource> CreateAsync(
        ResourceId id,
        string request,
        IReadOnlyDictionary<string, string> labels,
        JsonObject spec,
        CancellationToken cancellationToken
    ) =>
        CreateAsync(
            id,
            request,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["labels"] = new JsonObject(
                        labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))
                    ),
                },
                ["spec"] = spec,
            },
            cancellationToken
        );

    /// <summary>Creates an object of any content: what names it is put in.</summary>
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
        var (path, body) = (served.Path(id.Namespace, null), Named(content, id, served, request));
        var answer = await _connection
            .RetryAsync(
                async token =>
                {
                    try
                    {
                        return await SendAsync(
                                HttpMethod.Post,
                                path,
                                "?fieldManager=kubevirt-backup&fieldValidation=Strict",
                                body,
                                token
                            )
                            .ConfigureAwait(false);
                    }
                    catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Conflict)
                    {
                        if (await FindAsync(id, token).ConfigureAwait(false) is { } found && IsOf(found, request))
                            return found.Json.ToArray();
                        throw;
                    }
                },
                e => e.IsTransient,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Parse(HttpMethod.Post, path, answer);
    }

    /// <summary>The object as it is now; <see langword="null"/> where it is not there.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public async Task<Resource?> FindAsync(ResourceId id, CancellationToken cancellationToken)
    {
        var path = (await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false)).Path(id.Namespace, id.Name);
        try
        {
            return Parse(
                HttpMethod.Get,
                path,
                await _connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false)
            );
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // A server that does not know the path gives no reason: the version is served no longer.
            if (e.Reason is not null)
                return null;
            Discovery.Forget([id.Kind]);
            throw;
        }
    }

    /// <summary>
    /// Deletes an object if it is still the one that is meant. Returns when the server has taken note: finalizers may
    /// keep it for a while.
    /// </summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public async Task DeleteAsync(ResourceId id, string uid, CancellationToken cancellationToken)
    {
        var path = (await LoadAsync(id.Kind, cancellationToken).ConfigureAwait(false)).Path(id.Namespace, id.Name);
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
                    token => SendAsync(HttpMethod.Delete, path, "", body, token),
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
    /// Deletes an object that is of no use since what comes with it failed or was given up: whatever was cancelled, but
    /// for no longer than one request may take.
    /// </summary>
    public async Task TakeBackAsync(ResourceId id, string uid)
    {
        using var limit = new CancellationTokenSource(_connection.Options.RequestTimeout, _time);
        try
        {
            await DeleteAsync(id, uid, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            // What went wrong before is what the caller must hear of; these objects are deleted by themselves when
            // their time is over.
        }
    }

    /// <summary>
    /// Looks again and again until something is done or its time is over, and returns what was seen last. A look that
    /// is under way then is cut off.
    /// </summary>
    public async Task<T> PollAsync<T>(
        T state,
        Func<T, bool> isDone,
        Func<T, CancellationToken, Task<T>> look,
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
                state = await look(state, either.Token).ConfigureAwait(false);
                progress?.Report(state);
                if (isDone(state) || wait.IsOneLook)
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

    /// <summary>Whether an object was created by this request.</summary>
    public static bool IsOf(Resource resource, string request) =>
        resource.StringAt("/metadata/annotations/kubevirt-backup~1request") == request;

    private async Task<byte[]> SendAsync(
        HttpMethod method,
        string path,
        string query,
        JsonObject body,
        CancellationToken cancellationToken
    )
    {
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return await _connection.SendAsync(method, path, query, content, cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Named(JsonObject content, ResourceId id, ServedKind served, string request)
    {
        (content["apiVersion"], content["kind"]) = (served.ApiVersion, id.Kind.Kind);
        var metadata = content["metadata"]!;
        (metadata["name"], metadata["namespace"], metadata["annotations"]) = (
            id.Name,
            id.Namespace,
            new JsonObject { [RequestAnnotation] = request }
        );
        return content;
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
