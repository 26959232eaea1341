using System.Net;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// The body of a request, which is sent to the address that was asked and to no other: a handler that follows a
/// redirect sends the same body to wherever an answer points, and it may hold a Secret.
/// </summary>
/// <remarks>Source: .NET, RedirectHandler, which changes the address of the request and sends it again.</remarks>
internal sealed class OneServerContent : HttpContent
{
    private readonly HttpRequestMessage _request;
    private readonly Uri _address;
    private readonly string _path;
    private readonly HttpContent _content;

    /// <param name="request">The request that the body belongs to.</param>
    /// <param name="path">Its path below the server's address, for the failure.</param>
    /// <param name="content">The body. It is not disposed.</param>
    public OneServerContent(HttpRequestMessage request, string path, HttpContent content)
    {
        _request = request;
        _address = request.RequestUri!;
        _path = path;
        _content = content;
        foreach (var header in content.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    /// <exception cref="ClusterException">The request goes elsewhere by now. Nothing of the body is sent.</exception>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        if (_request.RequestUri is { } now && now != _address)
            throw ServerFailures.Redirected(_request.Method, _path, now);

        return _content.CopyToAsync(stream, context);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? -1;
        return length >= 0;
    }
}
