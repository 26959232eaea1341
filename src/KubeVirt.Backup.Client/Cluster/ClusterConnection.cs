using System.Net;
using k8s;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Sends raw requests over a client that somebody else made and disposes of, and counts them.</summary>
/// <remarks>
/// The client's own calls read a body synchronously, so that cancelling does not stop them, and put request bodies into
/// exceptions; its HttpClient does neither. HTTP/1.1, so that a thaw never queues behind a connection that another
/// request has stalled.
/// </remarks>
internal sealed class ClusterConnection
{
    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private long _requests;

    /// <exception cref="ArgumentException">The client is a wrapper that does not show its HttpClient.</exception>
    public ClusterConnection(IKubernetes client, ClusterOptions? options, TimeProvider? time)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client =
            client as Kubernetes
            ?? throw new ArgumentException(
                $"{client.GetType()} does not show its HttpClient. Pass a k8s.Kubernetes, or a class derived from it.",
                nameof(client)
            );
        _options = options ?? new ClusterOptions();
        _time = time ?? TimeProvider.System;
    }

    public ClusterOptions Options => _options;

    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Reads, and tries again what can succeed later.</summary>
    /// <exception cref="ClusterException">The last try failed.</exception>
    public Task<byte[]> GetAsync(string path, string query, CancellationToken cancellationToken) =>
        RetryAsync(token => SendAsync(HttpMethod.Get, path, query, null, token), e => e.IsTransient, cancellationToken);

    /// <summary>Tries again, after a wait, what failed in a way that is worth it.</summary>
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
                Telemetry.Retries.Add(
                    1,
                    new KeyValuePair<string, object?>("http.request.method", e.Method),
                    new KeyValuePair<string, object?>("http.response.status_code", (int?)e.StatusCode)
                );
                await Backoff.WaitAsync(attempt, e, _options, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request once.</summary>
    /// <exception cref="ClusterException">No answer came, or none of success.</exception>
    public async Task<byte[]> SendAsync(
        HttpMethod method,
        string path,
        string query,
        HttpContent? content,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _requests);
        Telemetry.Requests.Add(1, new KeyValuePair<string, object?>("http.request.method", method.Method));
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(_client.BaseUri, path.TrimStart('/') + query))
            {
                Content = content,
                Version = HttpVersion.Version11,
            };
            await AuthenticateAsync(request, path, either.Token).ConfigureAwait(false);
            using var response = await _client
                .HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            var body = await ReadAsync(method, path, response.Content, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? body : throw ServerFailures.Read(method, path, response, body, _time);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException(
                method,
                path,
                $"there was no complete answer within {_options.RequestTimeout.TotalSeconds:0} s. Check that the server is well, or allow more time.",
                e
            )
            {
                IsTransient = true,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException and not ClusterException)
        {
            throw ServerFailures.NoAnswer(method, path, _client.BaseUri, e);
        }
    }

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
            throw TooLong(method, path, _options.MaxResponseBytes);
        }

        return await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What to say of an answer that is longer than is read.</summary>
    public static ClusterException TooLong(HttpMethod method, string path, int most) =>
        new(
            method,
            path,
            FormattableString.Invariant(
                $"the answer has more than the {most} bytes of {nameof(ClusterOptions.MaxResponseBytes)}. Ask for smaller pages ({nameof(ClusterOptions.PageSize)}), allow more, or look at what stands between if it never ends."
            )
        );

    /// <summary>Plug-ins for credentials throw what they like; the next try may get some.</summary>
    private async Task AuthenticateAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (_client.Credentials is { } credentials)
                await credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ClusterException(
                request.Method,
                path,
                $"no credentials could be had: {Kubeconfig.Words(e)} Check the kubeconfig's user, and what it runs to get a token.",
                e
            )
            {
                IsTransient = true,
            };
        }
    }
}
