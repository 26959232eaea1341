using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>One download of one part, over as many connections as it takes. Used once.</summary>
/// <param name="locate">
/// Where the part is served now, and the token; asked again before each try, as KubeVirt replaces the server now and
/// then.
/// </param>
/// <param name="destination">Where it is written, at its position.</param>
/// <param name="offset">How many bytes of it are there already, before that position.</param>
/// <param name="moment">
/// Since when the export had been ready when those bytes came; <see langword="null"/> where that is not known, so that
/// they are of no use.
/// </param>
/// <param name="options">How often to try, and how long to wait for the next bytes.</param>
/// <param name="time">The clock for waits.</param>
/// <param name="progress">Receives the number of bytes after each piece.</param>
internal sealed class ExportDownload(
    Func<CancellationToken, Task<LocatedExport>> locate,
    Stream destination,
    long offset,
    DateTimeOffset? moment,
    ClusterOptions options,
    TimeProvider time,
    IProgress<ExportProgress>? progress
)
{
    private const string TokenHeader = "x-kubevirt-export-token";
    private const int BufferBytes = 1 << 17;

    /// <summary>Where the part begins in the destination.</summary>
    private readonly long _begin = destination.CanSeek ? destination.Position - offset : 0;

    /// <summary>How many bytes of the part are in the destination.</summary>
    private long _done = offset;

    /// <summary>
    /// Since when the export has been ready from which the bytes in the destination came: those of two such times are
    /// of two moments of the volume, which have the same size.
    /// </summary>
    /// <remarks>
    /// KubeVirt serves a volume without an ETag or a time of change, and under the same address. Source:
    /// pkg/storage/export/virt-exportserver/exportserver.go, which calls ServeContent with the zero time;
    /// pkg/storage/export/export/export.go, updateCondition, which sets a condition's time at each change.
    /// </remarks>
    private DateTimeOffset? _moment = moment;

    /// <summary>How far the tries before this one came.</summary>
    private long _furthest = offset;

    /// <summary>Whether the try under way brought something new.</summary>
    private bool CameFurther => _done > _furthest;

    /// <summary>How many bytes the part has; <see langword="null"/> while the server has not said so.</summary>
    private long? _total;

    /// <summary>
    /// Downloads to the last byte. Only tries that bring nothing new are counted: after one that came further than all
    /// before it, the count begins again.
    /// </summary>
    /// <returns>How many bytes the part has.</returns>
    /// <exception cref="ClusterException">The part cannot be read, or the last try failed.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var part = await locate(cancellationToken).ConfigureAwait(false);
                var goesOn = _done > 0 && IsOfSameMoment(part);
                if (!goesOn)
                    BeginAnew(part);
                await ReceiveAsync(part, cancellationToken).ConfigureAwait(false);
                if (goesOn)
                    await ThrowIfReplacedAsync(part.Link, cancellationToken).ConfigureAwait(false);
                await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
                return _done;
            }
            catch (ClusterException e) when (e.IsTransient && (CameFurther || attempt < options.Attempts))
            {
                if (CameFurther)
                {
                    attempt = 1;
                    _furthest = _done;
                }

                await Backoff.WaitAsync(attempt, e, options, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One try: one request and its body.</summary>
    private async Task ReceiveAsync(LocatedExport part, CancellationToken cancellationToken)
    {
        var link = part.Link;
        using var client = ExportTrust.Client(link);
        using var request = Request(part);
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
        await CopyAsync(
                buffer => FromServerAsync(link, () => body.ReadAsync(buffer, either.Token).AsTask(), cancellationToken),
                stalled,
                cancellationToken
            )
            .ConfigureAwait(false);

        ThrowIfIncomplete(link);
    }

    /// <summary>
    /// Whether what the server has now follows on what is there: the export is the same, and was ready all the time.
    /// </summary>
    private bool IsOfSameMoment(LocatedExport part) => _moment is not null && _moment == part.ReadySince;

    /// <summary>Gives up what is there, of whatever moment it is.</summary>
    private void BeginAnew(LocatedExport part)
    {
        if (_done > 0)
            GoBack(part.Link, "which are of another moment than what it has now, as far as is known");
        _moment = part.ReadySince;
        _total = null;
    }

    /// <summary>
    /// Checks after a download that went on that the export is still the same: it may have been replaced between the
    /// look at it and the answer of its server.
    /// </summary>
    private async Task ThrowIfReplacedAsync(ExportLink link, CancellationToken cancellationToken)
    {
        var now = await locate(cancellationToken).ConfigureAwait(false);
        if (!IsOfSameMoment(now))
            throw ExportFailures.Replaced(link);
    }

    /// <summary>Checks that all bytes came: a body that ends early is no error by itself.</summary>
    private void ThrowIfIncomplete(ExportLink link)
    {
        if (_total is not { } total || _done == total)
            return;

        var cause = new HttpIOException(HttpRequestError.ResponseEnded, $"{_done} of {total} bytes came.");
        throw ExportFailures.Broken(link, cause);
    }

    private HttpRequestMessage Request(LocatedExport part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, part.Link.Address) { Version = HttpVersion.Version11 };
        request.Headers.Add(TokenHeader, part.Token);
        if (_done > 0)
            request.Headers.Range = new RangeHeaderValue(_done, null);

        return request;
    }

    /// <summary>Copies a body to the destination.</summary>
    /// <param name="read">Fills a buffer from the server; 0 at the end.</param>
    /// <param name="stalled">Cancels what waits for the server longer than it may.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    private async Task CopyAsync(
        Func<byte[], Task<int>> read,
        CancellationTokenSource stalled,
        CancellationToken cancellationToken
    )
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                // A server may be slow as long as bytes come, and is not to blame for a slow destination: the time
                // runs only while it is waited for.
                stalled.CancelAfter(options.RequestTimeout);
                var count = await read(buffer).ConfigureAwait(false);
                stalled.CancelAfter(Timeout.InfiniteTimeSpan);
                if (count == 0)
                    return;

                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                _done += count;
                progress?.Report(new ExportProgress(_done, _total));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether what is there already is all of it.</summary>
    private bool IsWhole(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
        && response.Content.Headers.ContentRange?.Length == _done;

    /// <summary>Goes on where it stopped, or from the start where the server sends the whole.</summary>
    /// <exception cref="ClusterException">
    /// The part has another size than before, or the destination cannot go back to the start.
    /// </exception>
    private void Begin(ExportLink link, HttpResponseMessage response)
    {
        var range = response.Content.Headers.ContentRange;
        var isRest = response.StatusCode == HttpStatusCode.PartialContent && range?.From == _done;
        var total = isRest ? range!.Length : response.Content.Headers.ContentLength;
        if (_total is not null && total is not null && total != _total)
        {
            throw new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"its size changed from {_total} to {total} bytes underway: it is another one now. Begin again."
            );
        }

        _total = total;
        if (isRest || _done == 0)
            return;

        GoBack(link, "since it compresses them anew. Choose the format raw, with which it can");
    }

    /// <summary>Empties the destination, so that the part begins again.</summary>
    /// <param name="link">The part.</param>
    /// <param name="why">Why the server cannot go on after the bytes that are there.</param>
    private void GoBack(ExportLink link, string why)
    {
        if (!destination.CanSeek)
        {
            throw new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"the server cannot go on after the {_done} bytes that are there, {why}. "
                    + "A destination that can seek would be written from the start."
            );
        }

        destination.Position = _begin;
        destination.SetLength(_begin);
        _done = 0;
    }

    /// <summary>Waits for the server, and turns each way in which it fails into one exception.</summary>
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
