using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using k8s;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// Sends raw requests over a client that somebody else created and disposes of, tries them again where that is of use,
/// and counts them.
/// </summary>
/// <remarks>
/// Safe for use from several threads. The client's own calls read a body synchronously, so that cancelling does not
/// stop them, and put request bodies into exceptions; its HttpClient does neither. HTTP/1.1, so that a thaw never
/// queues behind a connection that another request has stalled.
/// </remarks>
internal sealed class ClusterConnection
{
    /// <summary>
    /// How long the answer to a create that is under way is waited for once the caller gave up. Cut off, it may still
    /// come true behind the back of whoever then looks for what is to be removed.
    /// </summary>
    private static readonly TimeSpan CreateGrace = TimeSpan.FromSeconds(2);

    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly Turns _reads;
    private long _requests;

    /// <exception cref="ArgumentException">The client is a wrapper that does not show its HttpClient.</exception>
    public ClusterConnection(IKubernetes client, ClusterOptions? options, TimeProvider? time)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client is not Kubernetes kubernetes)
        {
            throw new ArgumentException(
                $"{client.GetType()} does not show its HttpClient. Pass a k8s.Kubernetes, or a class derived from it.",
                nameof(client)
            );
        }

        _client = kubernetes;
        _options = options ?? new ClusterOptions();
        _time = time ?? TimeProvider.System;
        _reads = new Turns(_options.Parallelism);
    }

    /// <summary>How requests are sent.</summary>
    public ClusterOptions Options => _options;

    /// <summary>How many requests were sent so far, each try counted.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>How many lists of one piece of work are read at once, and what stops it.</summary>
    public ParallelOptions ParallelLists(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken };

    /// <summary>How many objects one piece of work asks for, or writes, at once, and what stops it.</summary>
    public ParallelOptions ParallelObjects(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = _options.ObjectParallelism, CancellationToken = cancellationToken };

    /// <summary>Reads, and tries again what can succeed later.</summary>
    /// <param name="path">The path below the server's address.</param>
    /// <param name="query">The query with its question mark; empty for none.</param>
    /// <param name="cancellationToken">Stops the request and the waits between tries.</param>
    /// <exception cref="ClusterException">The last try failed.</exception>
    public Task<byte[]> GetAsync(string path, string query, CancellationToken cancellationToken) =>
        GetAsync(path, query, accept: null, cancellationToken);

    /// <summary>
    /// Reads as <see cref="GetAsync(string, string, CancellationToken)"/> does, when fewer reads than
    /// <see cref="ClusterOptions.Parallelism"/> are under way, whoever asked for them.
    /// </summary>
    /// <param name="path">The path below the server's address.</param>
    /// <param name="query">The query with its question mark; empty for none.</param>
    /// <param name="cancellationToken">Stops the request and the waits between tries.</param>
    /// <param name="accept">In which forms the answer is wanted. Default: any.</param>
    /// <exception cref="ClusterException">The last try failed.</exception>
    public Task<byte[]> GetInTurnAsync(
        string path,
        string query,
        CancellationToken cancellationToken,
        string? accept = null
    ) => _reads.RunAsync(() => GetAsync(path, query, accept, cancellationToken), cancellationToken);

    private Task<byte[]> GetAsync(string path, string query, string? accept, CancellationToken cancellationToken) =>
        RetryAsync(
            token => SendAsync(HttpMethod.Get, path, query, null, token, accept),
            e => e.IsTransient,
            cancellationToken
        );

    /// <summary>
    /// Sends a request, and sends it again after a wait where it failed in a way that is worth it, up to
    /// <see cref="ClusterOptions.Attempts"/> times.
    /// </summary>
    /// <param name="send">Sends it once.</param>
    /// <param name="isWorthIt">
    /// Whether another try may succeed, and does no harm where the first one had an effect.
    /// </param>
    /// <param name="cancellationToken">Stops the request and the waits between tries.</param>
    /// <exception cref="ClusterException">The last try failed.</exception>
    public async Task<byte[]> RetryAsync(
        Func<CancellationToken, Task<byte[]>> send,
        Func<ClusterException, bool> isWorthIt,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send(cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException e) when (attempt < _options.Attempts && isWorthIt(e))
            {
                Telemetry.CountRetry(e);
                await Backoff.WaitAsync(attempt, e, _options, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits after a try that failed, before a caller that tries in its own way tries again.</summary>
    /// <param name="attempt">The number of the try, counted from 1.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task PauseAsync(int attempt, ClusterException failure, CancellationToken cancellationToken)
    {
        Telemetry.CountRetry(failure);
        return Backoff.WaitAsync(attempt, failure, _options, _time, cancellationToken);
    }

    /// <summary>Sends a request with a JSON body once.</summary>
    /// <exception cref="ClusterException">No answer came, or none of success.</exception>
    public async Task<byte[]> SendJsonAsync(
        HttpMethod method,
        string path,
        string query,
        JsonNode body,
        CancellationToken cancellationToken
    )
    {
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return await SendAsync(method, path, query, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request once.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below the server's address.</param>
    /// <param name="query">The query with its question mark; empty for none.</param>
    /// <param name="content">The body; <see langword="null"/> for none. Left to the caller to dispose of.</param>
    /// <param name="cancellationToken">Stops the request, in the midst of a body, too.</param>
    /// <param name="accept">In which forms the answer is wanted. Default: any.</param>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="ClusterException">No answer came, or none of success.</exception>
    public async Task<byte[]> SendAsync(
        HttpMethod method,
        string path,
        string query,
        HttpContent? content,
        CancellationToken cancellationToken,
        string? accept = null
    )
    {
        Interlocked.Increment(ref _requests);
        Telemetry.CountRequest(method);
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var stop = cancellationToken.UnsafeRegister(_ => GiveUp(deadline, method), null);
        try
        {
            return await ExchangeAsync(method, path, query, content, accept, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServerFailures.TimedOut(method, path, _options.RequestTimeout, e);
        }
        catch (HttpRequestException e) when (e.InnerException is ClusterException redirected)
        {
            throw redirected;
        }
        catch (Exception e) when (e is HttpRequestException or IOException and not ClusterException)
        {
            throw ServerFailures.NoAnswer(method, path, _client.BaseUri, e);
        }
    }

    private static void GiveUp(CancellationTokenSource deadline, HttpMethod method)
    {
        if (method == HttpMethod.Post)
            deadline.CancelAfter(CreateGrace);
        else
            deadline.Cancel();
    }

    /// <summary>Sends a request to the address of the server alone, and reads the answer.</summary>
    private async Task<byte[]> ExchangeAsync(
        HttpMethod method,
        string path,
        string query,
        HttpContent? content,
        string? accept,
        CancellationToken cancellationToken
    )
    {
        var address = new Uri(_client.BaseUri, path.TrimStart('/') + query);
        using var request = new HttpRequestMessage(method, address) { Version = HttpVersion.Version11 };
        if (content is not null)
            request.Content = new OneServerContent(request, path, content);

        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        await AuthenticateAsync(request, path, cancellationToken).ConfigureAwait(false);
        using var response = await _client
            .HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (request.RequestUri != address)
            throw ServerFailures.Redirected(method, path, request.RequestUri!);

        var body = await ReadAsync(method, path, response.Content, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw ServerFailures.Read(method, path, response, body, _time);

        return body;
    }

    /// <summary>Reads the body of an answer, as far as it is not too long.</summary>
    private async Task<byte[]> ReadAsync(
        HttpMethod method,
        string path,
        HttpContent content,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await content.LoadIntoBufferAsync(_options.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw ServerFailures.TooLong(method, path, _options.MaxResponseBytes);
        }

        return await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the credentials into a request. Plug-ins for credentials throw exceptions of any type.</summary>
    private async Task AuthenticateAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (_client.Credentials is { } credentials)
                await credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ServerFailures.NoCredentials(request.Method, path, e);
        }
    }
}
