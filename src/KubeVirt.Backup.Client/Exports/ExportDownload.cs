using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>One download of one part, over as many connections as it takes.</summary>
/// <param name="locate">
/// Where the part is now, and the token; asked again before each try, as KubeVirt replaces the server now and then.
/// </param>
/// <param name="destination">Where it is written.</param>
/// <param name="offset">How much of it is there already.</param>
/// <param name="options">How often to try, and how long to wait for something to come.</param>
/// <param name="time">The clock for waits.</param>
/// <param name="progress">Told after each piece.</param>
internal sealed class ExportDownload(
    Func<CancellationToken, Task<(ExportLink Link, string Token)>> locate,
    Stream destination,
    long offset,
    ClusterOptions options,
    TimeProvider time,
    IProgress<ExportProgress>? progress
)
{
    private const string TokenHeader = "x-kubevirt-export-token";
    private readonly long _begin = destination.CanSeek ? destination.Position - offset : 0;
    private long _done = offset;
    private long _furthest = offset;
    private long? _total;

    /// <summary>
    /// Downloads to the last byte. A try that came further than all before lets the count of tries begin anew.
    /// </summary>
    /// <exception cref="ClusterException">It cannot be had, or the last try failed.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (link, token) = await locate(cancellationToken).ConfigureAwait(false);
                await ReceiveAsync(link, token, cancellationToken).ConfigureAwait(false);
                await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
                return _done;
            }
            catch (ClusterException e) when (e.IsTransient && (_done > _furthest || attempt < options.Attempts))
            {
                attempt = _done > _furthest ? 1 : attempt;
                _furthest = Math.Max(_done, _furthest);
                await Backoff.WaitAsync(attempt, e, options, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveAsync(ExportLink link, string token, CancellationToken cancellationToken)
    {
        using var client = ExportTrust.Client(link);
        using var request = new HttpRequestMessage(HttpMethod.Get, link.Address) { Version = HttpVersion.Version11 };
        request.Headers.Add(TokenHeader, token);
        if (_done > 0)
            request.Headers.Range = new RangeHeaderValue(_done, null);
        using var stalled = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        using var response = await FromServerAsync(
                link,
                () => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (IsWhole(response))
            return;
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            throw ExportFailures.Answered(link, response.StatusCode);
        Begin(link, response);
        using var body = await FromServerAsync(
                link,
                () => response.Content.ReadAsStreamAsync(either.Token),
                cancellationToken
            )
            .ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            // A server that is slow is well as long as something comes, and it does not answer for a slow destination.
            while (true)
            {
                stalled.CancelAfter(options.RequestTimeout);
                var count = await FromServerAsync(
                        link,
                        () => body.ReadAsync(buffer, either.Token).AsTask(),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                stalled.CancelAfter(Timeout.InfiniteTimeSpan);
                if (count == 0)
                    break;
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                _done += count;
                progress?.Report(new ExportProgress(_done, _total));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (_total is { } total && _done != total)
            throw ExportFailures.Broken(
                link,
                new HttpIOException(HttpRequestError.ResponseEnded, $"{_done} of {total} bytes came.")
            );
    }

    /// <summary>Whether what is there already is all of it.</summary>
    private bool IsWhole(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
        && response.Content.Headers.ContentRange?.Length == _done;

    /// <summary>Goes on where it stopped, or from the start where the server can do no other.</summary>
    private void Begin(ExportLink link, HttpResponseMessage response)
    {
        var range = response.Content.Headers.ContentRange;
        var isRest = response.StatusCode == HttpStatusCode.PartialContent && range?.From == _done;
        var total = isRest ? range!.Length : response.Content.Headers.ContentLength;
        if (_total is not null && total is not null && total != _total)
            throw new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"its size changed from {_total} to {total} bytes underway: it is another one now. Begin again."
            );
        _total = total;
        if (isRest || _done == 0)
            return;
        if (!destination.CanSeek)
            throw new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"the server cannot go on after the {_done} bytes that are there. Choose the format raw, which it can, or a destination that can seek."
            );
        destination.Position = _begin;
        destination.SetLength(_begin);
        _done = 0;
    }

    private async Task<T> FromServerAsync<T>(ExportLink link, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ExportFailures.Broken(
                link,
                new TimeoutException($"nothing came for {options.RequestTimeout.TotalSeconds:0} s", e)
            );
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw ExportFailures.Broken(link, e);
        }
    }
}
